package dev.vedette.policy.inputs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An earlier state of the files of a Git repository, in a folder of its own that goes away. The repository, its index and its
 * working tree stay as they are, and no filter or hook of it runs.
 *
 * <p>Taken out is what a scan reads: manifests, and all of a folder with a chart or a kustomization. Submodules are not.
 */
public final class GitRevision implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Of one file; a larger one is no manifest. */
    private static final long MOST_BYTES = 16 << 20;

    private static final List<String> MANIFESTS = List.of(".yaml", ".yml", ".json");
    private static final Set<String> WHOLE_FOLDERS =
            Set.of("Chart.yaml", "kustomization.yaml", "kustomization.yml", "Kustomization");

    private final Path root;
    private final TemporaryFolder folder;

    private GitRevision(Path root, TemporaryFolder folder) {
        this.root = root;
        this.folder = folder;
    }

    /**
     * Takes out what {@code revision} has.
     *
     * @param revision a commit, as Git names them
     * @param inside a file or folder of the working tree
     */
    public static GitRevision takeOut(String revision, Path inside) throws InputException {
        Path git = Program.onPath("git")
                .orElseThrow(() -> new InputException("git is not on the PATH: install it to compare with a revision"));
        Path root = rootOf(git, inside);
        Program inRoot = program(git, root);
        String commit = resolve(inRoot, revision, root);
        TemporaryFolder folder = TemporaryFolder.create();
        try {
            List<GitEntry> entries =
                    inRoot.run(List.of("ls-tree", "-r", "-l", "-z", "--full-tree", commit), out -> entries(out));
            write(inRoot, wanted(entries), folder.path());
            return new GitRevision(root, folder);
        } catch (InputException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Where {@code path} of the working tree is in this state; empty if it was not there. */
    public Optional<Path> at(Path path) throws InputException {
        Path real = real(path);
        if (!real.startsWith(root)) {
            throw new InputException(path + " is not in the Git repository " + root
                    + ", so that it cannot be compared with a revision of it");
        }
        Path then = folder.path().resolve(root.relativize(real));
        return Files.exists(then) ? Optional.of(then) : Optional.empty();
    }

    /** The name from the repository's root of a file that was named so now, or in this state; itself if it is in neither. */
    public String nameInRepository(String file) {
        Path path = real(Path.of(file));
        for (Path base : List.of(folder.path(), root)) {
            if (path.startsWith(base)) {
                return base.relativize(path).toString();
            }
        }
        return file;
    }

    @Override
    public void close() {
        folder.close();
    }

    private static Path rootOf(Path git, Path inside) throws InputException {
        Path start = real(inside);
        Path existing = Files.isDirectory(start) ? start : start.getParent();
        try {
            return real(Path.of(program(git, existing)
                    .run(List.of("rev-parse", "--show-toplevel"), Program.text())
                    .stripTrailing()));
        } catch (InputException e) {
            throw new InputException(
                    inside + " is in no Git repository that can be read, so that there is nothing to compare with: "
                            + e.getMessage(),
                    e);
        }
    }

    private static String resolve(Program git, String revision, Path root) throws InputException {
        try {
            return git.run(
                            List.of("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"),
                            Program.text())
                    .strip();
        } catch (InputException e) {
            throw new InputException(
                    "'" + revision + "' is no commit that the repository " + root
                            + " has: name another, or fetch it (a shallow clone has few)",
                    e);
        }
    }

    private static Program program(Path git, Path folder) {
        return new Program(
                List.of(git.toString(), "--no-pager", "-C", folder.toString(), "-c", "core.fsmonitor=false"),
                Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_OPTIONAL_LOCKS", "0", "LC_ALL", "C.UTF-8"),
                LIMIT);
    }

    private static List<GitEntry> entries(InputStream out) throws IOException {
        String all = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        return Arrays.stream(all.split("\0"))
                .flatMap(line -> GitEntry.parse(line).stream())
                .toList();
    }

    /** Files first, so that nothing is written through a link. */
    private static List<GitEntry> wanted(List<GitEntry> entries) {
        Set<Path> whole = entries.stream()
                .map(GitEntry::path)
                .filter(path -> WHOLE_FOLDERS.contains(path.getFileName().toString()))
                .map(path -> Optional.ofNullable(path.getParent()).orElse(Path.of("")))
                .collect(Collectors.toSet());
        return entries.stream()
                .filter(entry -> entry.size() <= MOST_BYTES)
                .filter(entry -> looksLikeManifest(entry.path()) || isBelow(whole, entry.path()))
                .sorted(Comparator.comparing(GitEntry::link))
                .toList();
    }

    private static boolean looksLikeManifest(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return MANIFESTS.stream().anyMatch(name::endsWith);
    }

    private static boolean isBelow(Set<Path> folders, Path path) {
        return folders.contains(Path.of(""))
                || Stream.iterate(path.getParent(), parent -> parent != null, Path::getParent)
                        .anyMatch(folders::contains);
    }

    private static void write(Program git, List<GitEntry> entries, Path folder) throws InputException {
        String ids = entries.stream().map(entry -> entry.id() + "\n").collect(Collectors.joining());
        git.run(List.of("cat-file", "--batch"), Program.input(ids), out -> {
            BufferedInputStream in = new BufferedInputStream(out);
            for (GitEntry entry : entries) {
                write(entry, content(in, entry), folder);
            }
            return null;
        });
    }

    /** A head line of id, type and size, the content, a line feed (git-cat-file, batch output). */
    private static byte[] content(InputStream in, GitEntry entry) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("git ended before " + entry.path());
            }
            head.append((char) c);
        }
        if (!head.toString().equals(entry.id() + " blob " + entry.size())) {
            throw new IOException("git has no content for " + entry.path());
        }
        byte[] content = in.readNBytes((int) entry.size());
        in.skipNBytes(1);
        return content;
    }

    private static void write(GitEntry entry, byte[] content, Path folder) throws IOException {
        Path file = folder.resolve(entry.path());
        Files.createDirectories(file.getParent());
        if (!entry.link()) {
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(content);
            }
        } else if (leadsWithin(entry, content, folder)) {
            Files.createSymbolicLink(file, Path.of(new String(content, StandardCharsets.UTF_8)));
        }
    }

    private static boolean leadsWithin(GitEntry entry, byte[] content, Path folder) {
        Path target = Path.of(new String(content, StandardCharsets.UTF_8));
        return !target.isAbsolute()
                && folder.resolve(entry.path())
                        .resolveSibling(target)
                        .normalize()
                        .startsWith(folder);
    }

    /** With links resolved as far as there is something. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path absolute = path.toAbsolutePath().normalize();
            Path parent = absolute.getParent();
            return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
        }
    }
}

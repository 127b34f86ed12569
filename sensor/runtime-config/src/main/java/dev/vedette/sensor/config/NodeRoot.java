package dev.vedette.sensor.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A node's file system, seen at some folder: {@code /} on the node itself, a mount of it in a container.
 *
 * <p>Links are followed as the node would follow them: an absolute link leads back to this root and never out of it
 * (what {@code openat2} calls RESOLVE_IN_ROOT). Reading is bounded. Immutable, thread-safe.
 *
 * @param folder where the node's root is seen
 */
public record NodeRoot(Path folder) {
    /** No configuration file of a node is near to this. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int MAX_LINKS = 40;
    private static final int MAX_ENTRIES = 4_096;

    public NodeRoot {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The machine that this process runs on. */
    public static NodeRoot own() {
        return new NodeRoot(Path.of("/"));
    }

    /**
     * The node that this process runs on, also from a container in the node's process namespace: there the root of the
     * node's first process is looked into, as far as that is allowed (it needs CAP_SYS_PTRACE); else the own one.
     */
    public static NodeRoot ofNode() {
        Path first = Path.of("/proc/1/root");
        try {
            return Files.isSameFile(first, Path.of("/")) ? own() : new NodeRoot(first);
        } catch (IOException e) {
            return own();
        }
    }

    /** Whether this is the root that this process itself has, so that the node's programs are also programs here. */
    public boolean isOwn() {
        return folder.getNameCount() == 0;
    }

    /** Where a path of the node is seen here; the file need not exist. */
    public Path resolve(String path) {
        if (isOwn()) {
            return Path.of("/").resolve(path).normalize();
        }
        return at(walk(path));
    }

    /** The node's own name of a path, without links; the file need not exist. */
    public String withoutLinks(String path) {
        return "/" + String.join("/", walk(path));
    }

    private List<String> walk(String path) {
        Deque<String> ahead = new ArrayDeque<>(List.of(path.split("/", -1)));
        List<String> done = new ArrayList<>();
        int links = 0;
        while (!ahead.isEmpty()) {
            String part = ahead.pop();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                if (!done.isEmpty()) {
                    done.removeLast();
                }
                continue;
            }
            done.add(part);
            Optional<String> target = links < MAX_LINKS ? linkTarget(at(done)) : Optional.empty();
            if (target.isPresent()) {
                links++;
                done.removeLast();
                if (target.get().startsWith("/")) {
                    done.clear();
                }
                List.of(target.get().split("/", -1)).reversed().forEach(ahead::push);
            }
        }
        return done;
    }

    private Path at(List<String> parts) {
        return folder.resolve(String.join("/", parts));
    }

    private static Optional<String> linkTarget(Path path) {
        try {
            return Files.isSymbolicLink(path)
                    ? Optional.of(Files.readSymbolicLink(path).toString())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // gone in between: read as what it is not, which the reader then says
        }
    }

    /** Whether something is there. */
    public boolean exists(String path) {
        return Files.exists(resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether it is certain that nothing is there: a folder that may not be looked into could hold it. */
    public boolean isAbsent(String path) {
        return Files.notExists(resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * A text file's content; empty where there is none, and where it cannot be read, which is told.
     *
     * @param notKnown what its absence leaves unknown, for the problem's sentence
     */
    public Optional<String> read(String path, String notKnown, Consumer<ConfigProblem> problems) {
        Path file = resolve(path);
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                problems.accept(new ConfigProblem(path, 0, 0, "it is no regular file", notKnown));
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    problems.accept(
                            new ConfigProblem(path, 0, 0, "it is larger than " + (MAX_BYTES >> 20) + " MiB", notKnown));
                    return Optional.empty();
                }
                return Optional.of(new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            problems.accept(new ConfigProblem(path, 0, 0, "it may not be read by this user", notKnown));
        } catch (IOException e) {
            problems.accept(new ConfigProblem(path, 0, 0, "it cannot be read (" + e.getMessage() + ")", notKnown));
        }
        return Optional.empty();
    }

    /** A small file of the kernel ({@code /proc}, {@code /sys}) without its line break; empty where it is not there. */
    public Optional<String> value(String path) {
        return read(path, "", problem -> {}).map(String::strip);
    }

    /** The names in a folder that match a glob, sorted as {@code strcmp} does; none where there is no such folder. */
    public List<String> list(String directory, String glob) {
        return list(directory, glob, "", problem -> {});
    }

    /**
     * The same, where a folder that may not be looked into is told.
     *
     * @param notKnown what that leaves unknown, for the problem's sentence
     */
    public List<String> list(String directory, String glob, String notKnown, Consumer<ConfigProblem> problems) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(resolve(directory))) {
            for (Path entry : entries) {
                if (matcher.matches(entry.getFileName()) && names.size() < MAX_ENTRIES) {
                    names.add(entry.getFileName().toString());
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (AccessDeniedException e) {
            problems.accept(new ConfigProblem(directory, 0, 0, "this folder may not be read by this user", notKnown));
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            problems.accept(new ConfigProblem(
                    directory, 0, 0, "this folder cannot be read (" + e.getMessage() + ")", notKnown));
            return List.of();
        }
        Collections.sort(names);
        return names;
    }
}

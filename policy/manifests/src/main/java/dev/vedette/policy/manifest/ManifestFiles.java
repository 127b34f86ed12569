package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The files that a scan's operands name. Symbolic links to folders are followed only where they are named. */
public final class ManifestFiles {
    private static final List<String> SUFFIXES = List.of(".yaml", ".yml", ".json");

    /** Takes what is met. */
    public interface Sink {
        /** One file's content. */
        void content(String file, InputStream in) throws IOException;

        /** What a chart renders to. */
        void rendered(ManifestSet set);

        /** What cannot be read. */
        void problem(ManifestProblem problem);
    }

    private final InputStream standardInput;
    private final ReadSettings settings;
    private final Sink sink;

    /** @param settings what charts are rendered by, and which kustomizations are built elsewhere */
    public ManifestFiles(InputStream standardInput, ReadSettings settings, Sink sink) {
        this.standardInput = standardInput;
        this.settings = settings;
        this.sink = sink;
    }

    /** Hands over what {@code operand} names: a file, a folder's files, or standard input for {@code -}. */
    public void read(String operand) {
        try {
            if (operand.equals("-")) {
                sink.content("-", standardInput);
                return;
            }
            Path path = Path.of(operand);
            if (Files.isDirectory(path)) {
                readFolder(path);
            } else {
                readFile(path);
            }
        } catch (IOException e) {
            problem(operand, reason(e));
        } catch (InvalidPathException e) {
            problem(operand, "this cannot be the name of a file: " + e.getReason());
        }
    }

    private void readFolder(Path folder) throws IOException {
        FolderContents contents = FolderContents.of(folder);
        if (contents.isEmpty()) {
            problem(folder.toString(), "there is no .yaml, .yml or .json file in this folder");
        }
        Set<Path> parts = new HashSet<>();
        contents.kustomizations().forEach(file -> readKustomization(file, folder, parts));
        contents.charts().forEach(chart -> sink.rendered(settings.charts().render(chart)));
        contents.files().stream()
                .filter(file -> !parts.contains(file.toAbsolutePath().normalize()))
                .forEach(this::readFile);
    }

    private void readKustomization(Path file, Path scanned, Set<Path> parts) {
        try {
            Optional<Kustomization> kustomization = Kustomization.read(file);
            if (kustomization.isEmpty()) {
                readFile(file);
                return;
            }
            parts.addAll(kustomization.get().parts());
            Path folder = file.getParent();
            if (!settings.built().contains(folder.toRealPath())) {
                kustomization.get().change(scanned).ifPresent(change -> notBuilt(file, folder, change));
            }
        } catch (YamlException e) {
            sink.problem(new ManifestProblem(file.toString(), e.line(), e.column(), e.getMessage()));
        } catch (IOException e) {
            problem(file.toString(), reason(e));
        }
    }

    private void notBuilt(Path file, Path folder, LocatedNode change) {
        String what = change.text().orElse("this");
        sink.problem(new ManifestProblem(
                file.toString(),
                change.line(),
                change.column(),
                "what comes of '" + what + "' is judged once it is built: vedette scan --kustomize " + folder
                        + ", or kubectl kustomize " + folder + " | vedette scan -"));
    }

    private void readFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            sink.content(file.toString(), in);
        } catch (IOException e) {
            problem(file.toString(), reason(e));
        }
    }

    static boolean looksLikeManifest(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(name::endsWith) && Files.isRegularFile(path);
    }

    private void problem(String file, String message) {
        sink.problem(new ManifestProblem(file, 0, 0, message));
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + " may not be read by this user";
            default -> "it cannot be read: " + e.getMessage();
        };
    }
}

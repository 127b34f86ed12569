package dev.vedette.policy.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files that a scan's operands name. Symbolic links to folders are followed only where they are named. */
public final class ManifestFiles {
    private static final List<String> SUFFIXES = List.of(".yaml", ".yml", ".json");

    /** Takes one file's content. */
    @FunctionalInterface
    public interface Content {
        void read(String file, InputStream in) throws IOException;
    }

    private final InputStream standardInput;

    public ManifestFiles(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** Hands over what {@code operand} names: a file, a folder's files, or standard input for {@code -}. */
    public void read(String operand, Content content, Consumer<ManifestProblem> problems) {
        try {
            if (operand.equals("-")) {
                content.read("-", standardInput);
                return;
            }
            Path path = Path.of(operand);
            if (Files.isDirectory(path)) {
                readFolder(path, content, problems);
            } else {
                readFile(path, content, problems);
            }
        } catch (IOException e) {
            problems.accept(problem(operand, reason(e)));
        } catch (InvalidPathException e) {
            problems.accept(problem(operand, "this cannot be the name of a file: " + e.getReason()));
        }
    }

    private static void readFolder(Path folder, Content content, Consumer<ManifestProblem> problems) {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(ManifestFiles::looksLikeManifest).sorted().toList();
        } catch (UncheckedIOException e) {
            problems.accept(problem(folder.toString(), reason(e.getCause())));
            return;
        } catch (IOException e) {
            problems.accept(problem(folder.toString(), reason(e)));
            return;
        }
        if (files.isEmpty()) {
            problems.accept(problem(folder.toString(), "there is no .yaml, .yml or .json file in this folder"));
        }
        files.forEach(file -> readFile(file, content, problems));
    }

    private static void readFile(Path file, Content content, Consumer<ManifestProblem> problems) {
        try (InputStream in = Files.newInputStream(file)) {
            content.read(file.toString(), in);
        } catch (IOException e) {
            problems.accept(problem(file.toString(), reason(e)));
        }
    }

    private static boolean looksLikeManifest(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(name::endsWith) && Files.isRegularFile(path);
    }

    private static ManifestProblem problem(String file, String message) {
        return new ManifestProblem(file, 0, 0, message);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + " may not be read by this user";
            default -> "it cannot be read: " + e.getMessage();
        };
    }
}

package dev.vedette.policy.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files of a bundle, be it a jar or a directory. */
final class BundleFiles implements Closeable {
    /** Larger files are no pages and no lists of classes. */
    private static final long MAX_TEXT = 1 << 20;

    private final FileSystem jar;
    private final Path root;

    BundleFiles(Path bundle) throws IOException {
        jar = Files.isDirectory(bundle) ? null : FileSystems.newFileSystem(bundle);
        root = jar == null ? bundle : jar.getPath("/");
    }

    /** The classes that hold the rules, each with the version of Drools that compiled it. */
    Map<String, String> models() throws IOException {
        Map<String, String> models = new TreeMap<>();
        Path lists = root.resolve("META-INF").resolve("kie");
        for (Path file : find(lists, p -> p.endsWith("drools-model"))) {
            String version = "";
            for (String line : text(file).lines().toList()) {
                if (line.startsWith("Drools-Model-Version:")) {
                    version = line.substring(line.indexOf(':') + 1).strip();
                } else if (!line.isBlank() && line.indexOf(':') < 0) {
                    models.put(line.strip(), version);
                }
            }
        }
        return models;
    }

    /** The rules' pages: Markdown with a rule's id in front. */
    Map<String, String> pages() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        for (Path file : find(root, p -> name(p).endsWith(".md") && text(p).startsWith("---"))) {
            pages.put(name(file), text(file));
        }
        return pages;
    }

    private static List<Path> find(Path top, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(top)) {
            return new ArrayList<>(
                    files.filter(Files::isRegularFile).filter(wanted).sorted().toList());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_TEXT) {
                throw new IOException(file + " is larger than 1 MiB");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (jar != null) {
            jar.close();
        }
    }
}

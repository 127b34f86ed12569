package dev.vedette.policy.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * All that a bundle holds, read once: what is checked is what is loaded, whatever becomes of the file meanwhile.
 *
 * <p>A jar is read from its beginning, entry by entry, and its table of contents is not looked at, so that there are no two
 * ways to read it. What is larger than rules ever are is refused, packed or not.
 */
record BundleContent(SortedMap<String, byte[]> entries) {
    /** Larger files are no pages and no lists of classes. */
    private static final int MAX_TEXT = 1 << 20;

    private static final String LISTS = "META-INF/kie/";
    private static final String PAGE = ".md";

    private static final int MAX_PACKED = 64 << 20;
    private static final long MAX_BYTES = 160L << 20;
    private static final int MAX_ENTRIES = 50_000;

    static BundleContent read(Path bundle) throws IOException {
        Gathering gathered = new Gathering();
        if (Files.isDirectory(bundle)) {
            gathered.below(bundle, bundle, _ -> true);
        } else {
            jar(bundle, gathered);
        }
        return new BundleContent(gathered.entries);
    }

    private static void jar(Path file, Gathering gathered) throws IOException {
        byte[] packed;
        try (InputStream in = Files.newInputStream(file)) {
            packed = in.readNBytes(MAX_PACKED + 1);
        }
        if (packed.length > MAX_PACKED) {
            throw new IOException(file + " is larger than " + (MAX_PACKED >> 20) + " MiB");
        }
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    gathered.add(entry.getName(), zip);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " has an entry without a proper name", e);
        }
        if (gathered.entries.isEmpty()) {
            throw new IOException(file + " is no jar");
        }
    }

    /** The entries while they are read. */
    private static final class Gathering {
        private final SortedMap<String, byte[]> entries = new TreeMap<>();
        private long room = MAX_BYTES;

        /** Files by their names from {@code top} on. */
        void below(Path top, Path folder, Predicate<String> wanted) throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = top.relativize(file).toString();
                    if (wanted.test(name)) {
                        try (InputStream in = Files.newInputStream(file)) {
                            add(name, in);
                        }
                    }
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        void add(String name, InputStream in) throws IOException {
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw new IOException("an entry has control characters in its name");
            }
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, room + 1));
            room -= bytes.length;
            if (room < 0 || entries.size() >= MAX_ENTRIES) {
                throw new IOException("it holds more than rules ever do");
            }
            if (entries.putIfAbsent(name, bytes) != null) {
                throw new IOException("it holds " + name + " twice");
            }
        }
    }

    /** What the class path's own bundle says of itself; its classes, which are many, are not read. */
    static BundleContent withoutClasses(Path jarOrFolder) throws IOException {
        Gathering gathered = new Gathering();
        if (Files.isDirectory(jarOrFolder)) {
            gathered.below(jarOrFolder, jarOrFolder, BundleContent::saysOfItself);
        } else {
            listed(jarOrFolder, gathered);
        }
        return new BundleContent(gathered.entries);
    }

    /** By the table of contents, which the class loader has read already. */
    private static void listed(Path file, Gathering gathered) throws IOException {
        try (ZipFile jar = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                if (saysOfItself(entry.getName())) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        gathered.add(entry.getName(), in);
                    }
                }
            }
        }
    }

    private static boolean saysOfItself(String name) {
        return isList(name) || name.endsWith(PAGE);
    }

    private static boolean isList(String name) {
        return name.startsWith(LISTS) && name.endsWith("/drools-model");
    }

    boolean isSigned() {
        return entries.containsKey(BundleSignature.ENTRY);
    }

    Map<String, byte[]> classes() {
        return select(name -> name.endsWith(".class"));
    }

    /** The classes that hold the rules, each with the version of Drools that compiled it. */
    Map<String, String> models() throws IOException {
        Map<String, String> models = new TreeMap<>();
        for (Map.Entry<String, byte[]> list : select(BundleContent::isList).entrySet()) {
            String version = "";
            for (String line : text(list).lines().toList()) {
                if (line.startsWith("Drools-Model-Version:")) {
                    version = line.substring(line.indexOf(':') + 1).strip();
                } else if (!line.isBlank() && line.indexOf(':') < 0) {
                    models.put(line.strip(), version);
                }
            }
        }
        return models;
    }

    /** The rules' pages by the names of their files: Markdown with a rule's id in front. */
    Map<String, String> pages() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        for (Map.Entry<String, byte[]> file :
                select(name -> name.endsWith(PAGE)).entrySet()) {
            String text = text(file);
            if (text.startsWith("---")) {
                pages.put(file.getKey().substring(file.getKey().lastIndexOf('/') + 1), text);
            }
        }
        return pages;
    }

    private Map<String, byte[]> select(Predicate<String> wanted) {
        Map<String, byte[]> selected = new TreeMap<>(entries);
        selected.keySet().removeIf(wanted.negate());
        return selected;
    }

    private static String text(Map.Entry<String, byte[]> file) throws IOException {
        if (file.getValue().length > MAX_TEXT) {
            throw new IOException(file.getKey() + " is larger than 1 MiB");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(file.getValue()))
                .toString();
    }
}

package dev.vedette.policy.inputs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A chart with all charts in it unpacked, in which hooks are plain objects: the library renders all but hooks, and what a
 * hook runs is to be judged as well. A name of the annotation that a template only puts together is not seen.
 *
 * <p>Bounded in size; links are followed within the chart only.
 */
final class ChartCopy {
    private static final String HOOK = "helm.sh/hook";

    /** As long, so that nothing else moves. */
    private static final String PLAIN = "helm.sh/hOOk";

    private static final String PACKED = ".tgz";
    private static final int MOST_FILES = 20_000;
    private static final long MOST_BYTES = 64 << 20;

    private final Path to;
    private int files;
    private long bytes;

    private ChartCopy(Path to) {
        this.to = to;
    }

    /**
     * Copies {@code chart}, a folder or a packed one, to below {@code to}.
     *
     * @return the copy's folder
     */
    static Path make(Path chart, Path to) throws InputException {
        ChartCopy copy = new ChartCopy(to);
        try {
            if (Files.isDirectory(chart)) {
                copy.folder(chart);
            } else {
                copy.unpack(chart, to);
            }
            copy.unpackAllBelow();
            return rootOf(to);
        } catch (IOException e) {
            throw new InputException("the chart cannot be read: " + e.getMessage(), e);
        }
    }

    /** A file of values, with the same names. */
    static Path values(Path file, Path to) throws InputException {
        try {
            return Files.write(to, plain(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new InputException("the values of " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What was rendered, with the names as they were. */
    static String restored(String rendered) {
        return rendered.replace(PLAIN, HOOK);
    }

    static String plain(String text) {
        return text.replace(HOOK, PLAIN);
    }

    private static byte[] plain(byte[] content) {
        return plain(new String(content, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Path rootOf(Path to) throws IOException, InputException {
        if (Files.isRegularFile(to.resolve("Chart.yaml"))) {
            return to;
        }
        try (Stream<Path> below = Files.list(to)) {
            return below.filter(folder -> Files.isRegularFile(folder.resolve("Chart.yaml")))
                    .findFirst()
                    .orElseThrow(() -> new InputException("there is no chart in it: it has no Chart.yaml"));
        }
    }

    private void folder(Path chart) throws IOException {
        Path real = chart.toRealPath();
        Files.walkFileTree(real, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path source = file.toRealPath();
                if (!source.startsWith(real) || !Files.isRegularFile(source)) {
                    throw new IOException(real.relativize(file) + " is no file of the chart, but leads elsewhere");
                }
                try (InputStream in = Files.newInputStream(source)) {
                    write(to.resolve(real.relativize(file)), in);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Charts within charts, until there are none. */
    private void unpackAllBelow() throws IOException {
        for (List<Path> packed = packedBelow(); !packed.isEmpty(); packed = packedBelow()) {
            for (Path archive : packed) {
                unpack(archive, archive.getParent());
                Files.delete(archive);
            }
        }
    }

    private List<Path> packedBelow() throws IOException {
        try (Stream<Path> all = Files.walk(to)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.getParent().endsWith("charts"))
                    .filter(file -> file.getFileName().toString().endsWith(PACKED))
                    .toList();
        }
    }

    private void unpack(Path archive, Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException(archive.getFileName() + " has a file outside of itself");
                }
                if (entry.isFile()) {
                    write(file, tar);
                }
            }
        }
    }

    private void write(Path file, InputStream in) throws IOException {
        byte[] content = in.readNBytes((int) (MOST_BYTES + 1 - bytes));
        bytes += content.length;
        files++;
        if (bytes > MOST_BYTES || files > MOST_FILES) {
            throw new IOException(
                    "it has more than " + (MOST_BYTES >> 20) + " MiB or more than " + MOST_FILES + " files");
        }
        Files.createDirectories(file.getParent());
        Files.write(file, file.toString().endsWith(PACKED) ? content : plain(content));
    }
}

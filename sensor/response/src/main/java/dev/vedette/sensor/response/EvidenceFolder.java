package dev.vedette.sensor.response;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where evidence is kept: a folder for each response, for the sensor's user alone. There are never more than a number of
 * them nor more than a number of bytes; the oldest go. Thread-safe.
 *
 * @param root holds nothing else
 */
record EvidenceFolder(Path root, int mostFolders, long mostBytes) {
    private static final int FOLDERS = 50;
    private static final long BYTES = 64L << 20;

    static EvidenceFolder in(Path stateDirectory) {
        return new EvidenceFolder(stateDirectory.resolve("evidence"), FOLDERS, BYTES);
    }

    /** A new folder, after room was made for it. */
    Path create(String responseId) throws IOException {
        synchronized (EvidenceFolder.class) {
            OwnFiles.makeFolder(root);
            makeRoom();
            Path folder = root.resolve(responseId);
            OwnFiles.makeFolder(folder);
            return folder;
        }
    }

    private void makeRoom() throws IOException {
        List<Path> oldestFirst;
        try (Stream<Path> folders = Files.list(root)) {
            oldestFirst =
                    folders.sorted(Comparator.comparing(EvidenceFolder::madeAt)).toList();
        }
        long bytes = 0;
        for (Path folder : oldestFirst) {
            bytes += size(folder);
        }
        int count = oldestFirst.size();
        for (Path folder : oldestFirst) {
            if (count < mostFolders && bytes < mostBytes) {
                return;
            }
            bytes -= size(folder);
            count--;
            delete(folder);
        }
    }

    private static long madeAt(Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> {
                        try {
                            return Files.isRegularFile(file) ? Files.size(file) : 0;
                        } catch (IOException e) {
                            return 0; // it has gone
                        }
                    })
                    .sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

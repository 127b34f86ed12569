package dev.vedette.tests.runtimes;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A container's group of one controller, as the kernel shows it.
 *
 * @param folder below {@code /sys/fs/cgroup}
 */
record ControlGroup(Path folder) {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    /** The container's own group that has one of the files; version 1 and 2 call them differently. */
    static Optional<ControlGroup> with(String containerId, String... files) throws IOException {
        ControlGroup[] found = new ControlGroup[1];
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (isOf(folder, containerId) && hasOne(folder, files)) {
                    found[0] = new ControlGroup(folder);
                    return FileVisitResult.TERMINATE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // groups come and go
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return Optional.ofNullable(found[0]);
    }

    private static boolean isOf(Path folder, String containerId) {
        String name = folder.getFileName().toString();
        return name.contains(containerId) && !name.contains("-conmon-");
    }

    private static boolean hasOne(Path folder, String... files) {
        for (String file : files) {
            if (Files.exists(folder.resolve(file))) {
                return true;
            }
        }
        return false;
    }

    /** The content of the first of the files that there is. */
    String read(String... files) throws IOException {
        for (String file : files) {
            if (Files.exists(folder.resolve(file))) {
                return Files.readString(folder.resolve(file)).strip();
            }
        }
        throw new IOException("none of " + String.join(", ", files) + " in " + folder);
    }

    /** How many periods it was made to wait in, as {@code cpu.stat} counts them in both versions. */
    long throttledPeriods() {
        try {
            return read("cpu.stat")
                    .lines()
                    .filter(line -> line.startsWith("nr_throttled "))
                    .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.vedette.sensor.identity.node;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Device nodes as they are found. Numbers: Documentation/admin-guide/devices.txt, encoding: glibc's gnu_dev_makedev. */
final class NodeDevices {
    private static final int MOST = 4096;
    private static final int DEEPEST = 3;
    private static final int S_IFMT = 0xf000;
    private static final int S_IFCHR = 0x2000;
    private static final int S_IFBLK = 0x6000;
    private static final String NULL_DEVICE = "c 1:3";
    private static final long FIRST_PTY = 136;
    private static final long LAST_PTY = 143;

    private NodeDevices() {}

    /** Whether it is an empty directory or the null device. */
    static boolean hides(Path path) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                return !entries.iterator().hasNext();
            } catch (IOException | DirectoryIteratorException e) {
                return false;
            }
        }
        return device(path).filter(NULL_DEVICE::equals).isPresent();
    }

    static Set<String> below(Path directory) {
        Set<String> found = new TreeSet<>();
        collect(directory, found, 0);
        return found;
    }

    private static void collect(Path directory, Set<String> found, int depth) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (found.size() >= MOST) {
                    return;
                }
                device(entry).ifPresent(found::add);
                if (depth < DEEPEST && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    collect(entry, found, depth + 1);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It is gone, or was never there: what has been found stands.
        }
    }

    private static Optional<String> device(Path path) {
        try {
            Map<String, Object> node = Files.readAttributes(path, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
            int type = (int) node.get("mode") & S_IFMT;
            long number = (long) node.get("rdev");
            return type == S_IFCHR || type == S_IFBLK
                    ? Optional.of(name(type, number)).filter(n -> !isTerminal(n))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String name(int type, long number) {
        return (type == S_IFBLK ? "b " : "c ") + major(number) + ":" + minor(number);
    }

    private static long major(long number) {
        return (number >>> 8 & 0xfff) | (number >>> 32 & 0xfffff000L);
    }

    private static long minor(long number) {
        return (number & 0xff) | (number >>> 12 & 0xffffff00L);
    }

    private static boolean isTerminal(String name) {
        if (!name.startsWith("c ")) {
            return false;
        }
        long major = Long.parseLong(name, 2, name.indexOf(':'), 10);
        return major >= FIRST_PTY && major <= LAST_PTY;
    }
}

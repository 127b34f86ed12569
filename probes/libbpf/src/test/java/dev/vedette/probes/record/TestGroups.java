package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/** Control groups of the v2 hierarchy that a test makes for itself and that are gone when it ends. */
final class TestGroups implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deque<Path> groups = new ArrayDeque<>();

    Path make(String name) throws IOException {
        return nested(
                hierarchy(), "vedette-" + name + "-" + ProcessHandle.current().pid());
    }

    Path nested(Path outer, String name) throws IOException {
        Path group = Files.createDirectory(outer.resolve(name));
        groups.push(group);
        return group;
    }

    /** Will be removed at the end as well, whoever makes it. */
    Path expected(String name) throws IOException {
        Path group = hierarchy()
                .resolve("vedette-" + name + "-" + ProcessHandle.current().pid());
        groups.push(group);
        return group;
    }

    /** The number by which records name it. */
    static long id(Path group) throws IOException {
        return ((Number) Files.getAttribute(group, "unix:ino")).longValue();
    }

    static Path hierarchy() throws IOException {
        return Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(mount -> mount[2].equals("cgroup2"))
                .map(mount -> Path.of(mount[1]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cgroup2 is mounted"));
    }

    @Override
    public void close() {
        for (Path group : groups) {
            deleteOnceEmpty(group);
        }
    }

    private static void deleteOnceEmpty(Path group) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Files.exists(group) && !group.toFile().delete()) {
            assertThat(System.nanoTime()).as("%s stays busy", group).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }
}

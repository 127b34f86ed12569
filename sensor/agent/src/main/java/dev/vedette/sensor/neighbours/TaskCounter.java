package dev.vedette.sensor.neighbours;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How many processes and threads are in a control group and all below it. The controller {@code pids} has the same files in
 * both versions (Documentation/admin-guide/cgroup-v1/pids.rst).
 */
record TaskCounter(Path directory) {
    private static final String CURRENT = "pids.current";
    private static final String LIMIT = "pids.max";
    private static final String EVENTS = "pids.events";
    private static final String REFUSED = "max ";

    /** A line for each thread, of version 2 and of version 1. */
    private static final List<String> THREADS = List.of("cgroup.threads", "tasks");

    /** Threads counted; empty once the group is gone. */
    OptionalLong tasks() {
        OptionalLong counted = GroupFile.number(directory.resolve(CURRENT));
        return counted.isPresent() || Files.exists(directory.resolve(CURRENT)) ? counted : listed();
    }

    /** 0 if it has none, or is gone. */
    long limit() {
        return GroupFile.number(directory.resolve(LIMIT)).orElse(0);
    }

    /** How many the limit has refused since the group was made; 0 where nobody counts them. */
    long refused() {
        return lines(directory.resolve(EVENTS)).stream()
                .filter(line -> line.startsWith(REFUSED))
                .mapToLong(
                        line -> Long.parseLong(line.substring(REFUSED.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    /** Without the controller: no event can be lost so, and threads are counted as well. */
    private OptionalLong listed() {
        if (THREADS.stream().noneMatch(file -> Files.exists(directory.resolve(file)))) {
            return OptionalLong.empty();
        }
        try (Stream<Path> groups = Files.walk(directory)) {
            return OptionalLong.of(groups.filter(Files::isDirectory)
                    .mapToLong(TaskCounter::listedIn)
                    .sum());
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty(); // it has gone
        }
    }

    private static long listedIn(Path group) {
        return THREADS.stream()
                .mapToLong(file -> lines(group.resolve(file)).size())
                .sum();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}

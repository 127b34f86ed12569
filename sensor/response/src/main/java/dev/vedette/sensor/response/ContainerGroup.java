package dev.vedette.sensor.response;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds a container's processes by its control groups: that of version 2, or where none is in it, those of version 1.
 * Each look takes a walk through the node's groups. Thread-safe.
 *
 * @param root where the cgroup file systems are mounted, {@code /sys/fs/cgroup}
 */
public record ContainerGroup(Path root) {
    /** Those of the node the sensor runs on. */
    public static ContainerGroup ofNode() {
        return new ContainerGroup(Path.of("/sys/fs/cgroup"));
    }

    /** The oldest process of a container's own group, for all that is known. */
    public OptionalInt processOf(String containerId) {
        return in(containerId, ContainerGroup::numbers).stream()
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /** All processes of a container, those in groups that it has made below its own too. */
    public List<Integer> processesOf(String containerId) {
        return in(containerId, ContainerGroup::below);
    }

    /** A process may have left its group in one hierarchy of version 1, and is in that of another still. */
    private List<Integer> in(String containerId, Function<Path, Stream<Integer>> processes) {
        Hierarchies hierarchies = new Hierarchies(root);
        List<Integer> found = hierarchies.groupOfTwo(containerId, Hierarchies.PROCESSES).stream()
                .flatMap(processes)
                .toList();
        return found.isEmpty()
                ? hierarchies.groupsOfOne(containerId).stream()
                        .flatMap(processes)
                        .distinct()
                        .toList()
                : found;
    }

    private static Stream<Integer> below(Path group) {
        try (Stream<Path> groups = Files.walk(group)) {
            return groups.filter(Files::isDirectory).flatMap(ContainerGroup::numbers).toList().stream();
        } catch (IOException | UncheckedIOException e) {
            return Stream.empty(); // it has gone
        }
    }

    private static Stream<Integer> numbers(Path group) {
        try {
            return Files.readAllLines(group.resolve(Hierarchies.PROCESSES)).stream()
                    .filter(line -> !line.isBlank() && !line.equals("0"))
                    .map(Integer::valueOf);
        } catch (IOException e) {
            return Stream.empty(); // it has gone
        }
    }
}

package dev.vedette.sensor.response;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Finds a container's group in the v2 hierarchy. Thread-safe.
 *
 * @param root where the cgroup file systems are mounted, {@code /sys/fs/cgroup}
 */
public record ContainerGroup(Path root) {
    private static final String PROCESSES = "cgroup.procs";

    /** Those of the node the sensor runs on. */
    public static ContainerGroup ofNode() {
        return new ContainerGroup(Path.of("/sys/fs/cgroup"));
    }

    /** The oldest process of a container's own group, for all that is known; takes a walk through the node's cgroups. */
    public OptionalInt processOf(String containerId) {
        return List.of(root.resolve("unified"), root).stream()
                .filter(hierarchy -> Files.exists(hierarchy.resolve("cgroup.controllers")))
                .flatMap(hierarchy -> new CgroupSearch(hierarchy, PROCESSES).find(containerId).stream())
                .map(ContainerGroup::first)
                .flatMap(Optional::stream)
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /** All processes of a container, those in groups that it has made below its own too. */
    public List<Integer> processesOf(String containerId) {
        return List.of(root.resolve("unified"), root).stream()
                .filter(hierarchy -> Files.exists(hierarchy.resolve("cgroup.controllers")))
                .flatMap(hierarchy -> new CgroupSearch(hierarchy, PROCESSES).find(containerId).stream())
                .findFirst()
                .map(ContainerGroup::below)
                .orElse(List.of());
    }

    private static List<Integer> below(Path group) {
        try (Stream<Path> groups = Files.walk(group)) {
            return groups.filter(path -> path.getFileName().toString().equals(PROCESSES))
                    .flatMap(ContainerGroup::numbers)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // it has gone
        }
    }

    private static Stream<Integer> numbers(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.equals("0"))
                    .map(Integer::valueOf);
        } catch (IOException e) {
            return Stream.empty(); // it has gone
        }
    }

    private static Optional<Integer> first(Path group) {
        try {
            return Files.readAllLines(group.resolve(PROCESSES)).stream()
                    .filter(line -> !line.isBlank() && !line.equals("0"))
                    .map(Integer::valueOf)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // it has gone
        }
    }
}

package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The hierarchies of control groups that a node has, and a container's group in each. Thread-safe.
 *
 * <p>Version 2 is mounted alone, or beside version 1 at {@code unified}. Controllers of version 1 are at places of their
 * own, several of them at one that is called by all, {@code cpu,cpuacct}; systemd makes links for each beside it.
 *
 * @param root where they are mounted, {@code /sys/fs/cgroup}
 */
record Hierarchies(Path root) {
    /** In every group of both versions. */
    static final String PROCESSES = "cgroup.procs";

    /** In every group of version 2. */
    private static final String CONTROLLERS = "cgroup.controllers";

    /** Those that runtimes make a container's group in, where they are mounted. */
    private static final List<String> OF_CONTAINERS =
            List.of("pids", "memory", "cpu", "devices", "freezer", "cpuset", "blkio");

    /** Where version 2 is mounted. The root first: any group of version 2 may have one below it that is called so. */
    Optional<Path> two() {
        return List.of(root, root.resolve("unified")).stream()
                .filter(hierarchy -> Files.exists(hierarchy.resolve(CONTROLLERS)))
                .findFirst();
    }

    /** Where a controller of version 1 is mounted. */
    Optional<Path> one(String controller) {
        Path alone = root.resolve(controller);
        if (Files.isDirectory(alone)) {
            return Optional.of(alone);
        }
        try (DirectoryStream<Path> places = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path place : places) {
                if (Arrays.asList(place.getFileName().toString().split(",", -1)).contains(controller)) {
                    return Optional.of(place);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // nothing is mounted there
        }
        return Optional.empty();
    }

    /** Whether a controller can be had for groups, in either version. */
    boolean offers(String controllerOfTwo, String controllerOfOne) {
        return one(controllerOfOne).isPresent()
                || two().filter(hierarchy -> controllers(hierarchy).contains(controllerOfTwo))
                        .isPresent();
    }

    private static List<String> controllers(Path hierarchy) {
        try {
            return Arrays.asList(
                    Files.readString(hierarchy.resolve(CONTROLLERS)).strip().split(" ", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * A container's group of version 2.
     *
     * @param file what it must have
     */
    Optional<Path> groupOfTwo(String containerId, String file) {
        return two().flatMap(hierarchy -> new CgroupSearch(hierarchy, file).find(containerId));
    }

    /**
     * A container's group of a controller of version 1.
     *
     * @param file what it must have
     */
    Optional<Path> groupOfOne(String controller, String containerId, String file) {
        return one(controller).flatMap(hierarchy -> new CgroupSearch(hierarchy, file).find(containerId));
    }

    /** A container's groups of all controllers of version 1 that runtimes use. */
    List<Path> groupsOfOne(String containerId) {
        return OF_CONTAINERS.stream()
                .flatMap(controller -> groupOfOne(controller, containerId, PROCESSES).stream())
                .toList();
    }
}

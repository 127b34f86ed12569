package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds a container's cgroup in one hierarchy.
 *
 * <p>Its name is the id, or ends in it: {@code cri-containerd-ID.scope}, {@code crio-ID.scope}, {@code docker-ID.scope},
 * {@code libpod-ID}. The monitor's beside it, {@code libpod-conmon-ID}, is not the container's. The one nearest to the root is taken: what a container makes below its own cgroup cannot pass
 * for another container. Cgroups come and go all the time; one that goes away during the walk is passed over.
 *
 * @param hierarchy where it is mounted
 * @param file what the cgroup must have
 */
record CgroupSearch(Path hierarchy, String file) {
    private static final String MONITOR = "-conmon-";

    Optional<Path> find(String containerId) {
        Deque<Path> open = new ArrayDeque<>();
        open.add(hierarchy);
        while (!open.isEmpty()) {
            Path directory = open.remove();
            if (isOf(directory, containerId) && Files.exists(directory.resolve(file))) {
                return Optional.of(directory);
            }
            addChildren(directory, open);
        }
        return Optional.empty();
    }

    private static void addChildren(Path directory, Deque<Path> open) {
        try (DirectoryStream<Path> children =
                Files.newDirectoryStream(directory, child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))) {
            children.forEach(open::add);
        } catch (IOException | DirectoryIteratorException e) {
            // it has gone
        }
    }

    private static boolean isOf(Path directory, String containerId) {
        String name = directory.getFileName().toString();
        boolean named = name.equals(containerId)
                || name.endsWith("-" + containerId)
                || name.endsWith("-" + containerId + ".scope");
        return named && !name.contains(MONITOR);
    }
}

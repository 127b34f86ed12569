package dev.vedette.sensor.response;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds all processes of a container by the kernel's own means, without any runtime.
 *
 * <p>Version 1: {@code freezer.state} (admin-guide/cgroup-v1/freezer-subsystem.rst). Version 2: {@code cgroup.freeze} and
 * {@code cgroup.events} (admin-guide/cgroup-v2.rst). Where both are mounted, version 1 is used, as runc does, so that the
 * runtime sees the container as paused too. Thread-safe.
 *
 * @param root where the cgroup file systems are mounted, {@code /sys/fs/cgroup}
 */
public record CgroupFreezer(Path root) {
    private static final int MAX_DEPTH = 16;

    /** One container's cgroup in one hierarchy. */
    private record Freezable(Path directory, boolean versionTwo) {
        boolean frozen() throws IOException {
            return versionTwo
                    ? Files.readString(directory.resolve("cgroup.events")).contains("frozen 1")
                    : Files.readString(directory.resolve("freezer.state"))
                            .strip()
                            .equals("FROZEN");
        }

        void set(boolean freeze) throws IOException {
            if (versionTwo) {
                Files.writeString(directory.resolve("cgroup.freeze"), freeze ? "1" : "0");
            } else {
                Files.writeString(directory.resolve("freezer.state"), freeze ? "FROZEN" : "THAWED");
            }
        }
    }

    /** The freezer of the node the sensor runs on. */
    public static CgroupFreezer ofNode() {
        return new CgroupFreezer(Path.of("/sys/fs/cgroup"));
    }

    /**
     * Whether the container is held in any hierarchy.
     *
     * @throws IOException if it has no cgroup that could be frozen
     */
    public boolean frozen(String containerId) throws IOException {
        for (Freezable group : groups(containerId)) {
            if (group.frozen()) {
                return true;
            }
        }
        return false;
    }

    /** Begins to hold the container; {@link #frozen} tells when all its processes stand still. */
    public void freeze(String containerId) throws IOException {
        groups(containerId).getFirst().set(true);
    }

    /** Lets the container go on, whichever hierarchy holds it. */
    public void thaw(String containerId) throws IOException {
        for (Freezable group : groups(containerId)) {
            group.set(false);
        }
    }

    private List<Freezable> groups(String containerId) throws IOException {
        List<Freezable> groups = new ArrayList<>();
        find(root.resolve("freezer"), containerId, "freezer.state").ifPresent(d -> groups.add(new Freezable(d, false)));
        for (Path hierarchy : List.of(root.resolve("unified"), root)) {
            if (Files.exists(hierarchy.resolve("cgroup.controllers"))) {
                find(hierarchy, containerId, "cgroup.freeze").ifPresent(d -> groups.add(new Freezable(d, true)));
            }
        }
        if (groups.isEmpty()) {
            throw new IOException("container " + containerId + " has no cgroup under " + root + " that can be frozen");
        }
        return groups;
    }

    /**
     * The container's directory. Its name is the id, or a systemd scope that ends in it: {@code
     * cri-containerd-ID.scope}, {@code crio-ID.scope}, {@code docker-ID.scope}. The one nearest to the root is taken: what
     * a container makes below its own cgroup cannot pass for another container.
     */
    private static Optional<Path> find(Path hierarchy, String containerId, String file) throws IOException {
        if (!Files.isDirectory(hierarchy) || containerId.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.find(
                hierarchy,
                MAX_DEPTH,
                (path, attributes) -> attributes.isDirectory() && isOf(path, containerId),
                new FileVisitOption[0])) {
            return found.filter(path -> Files.exists(path.resolve(file)))
                    .min(java.util.Comparator.comparingInt(Path::getNameCount));
        } catch (UncheckedIOException e) {
            throw e.getCause(); // a cgroup went away while we looked
        }
    }

    private static boolean isOf(Path directory, String containerId) {
        String name = directory.getFileName().toString();
        return name.equals(containerId) || name.endsWith("-" + containerId + ".scope");
    }
}

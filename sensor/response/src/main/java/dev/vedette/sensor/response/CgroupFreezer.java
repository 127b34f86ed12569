package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what can hold all processes of a container by the kernel's own means, without any runtime.
 *
 * <p>Version 1: {@code freezer.state} (admin-guide/cgroup-v1/freezer-subsystem.rst). Version 2: {@code cgroup.freeze} and
 * {@code cgroup.events} (admin-guide/cgroup-v2.rst). Where both are mounted, version 1 is used, as runc does, so that the
 * runtime sees the container as paused too. Thread-safe.
 *
 * @param root where the cgroup file systems are mounted, {@code /sys/fs/cgroup}
 */
public record CgroupFreezer(Path root) {
    /** The freezer of the node the sensor runs on. */
    public static CgroupFreezer ofNode() {
        return new CgroupFreezer(Path.of("/sys/fs/cgroup"));
    }

    /**
     * Looks the container up, which takes a walk through the node's cgroups.
     *
     * @throws NotOnThisNodeException if no freezer is mounted
     * @throws IOException if it has no cgroup that could be frozen
     */
    public FrozenCgroup of(String containerId) throws IOException {
        Hierarchies hierarchies = new Hierarchies(root);
        List<FrozenCgroup.Member> members = new ArrayList<>();
        hierarchies
                .groupOfOne("freezer", containerId, FrozenCgroup.Member.VERSION_1_FILE)
                .ifPresent(directory -> members.add(new FrozenCgroup.Member(directory, false)));
        hierarchies
                .groupOfTwo(containerId, FrozenCgroup.Member.VERSION_2_FILE)
                .ifPresent(directory -> members.add(new FrozenCgroup.Member(directory, true)));
        if (members.isEmpty()) {
            if (hierarchies.two().isEmpty() && hierarchies.one("freezer").isEmpty()) {
                throw new NotOnThisNodeException(
                        "nothing can stand still on this node: its control groups are of version"
                                + " 1 and the freezer controller is not mounted");
            }
            throw new IOException(
                    "container " + containerId + " has no cgroup under " + root + " that can be frozen; has it ended?");
        }
        return new FrozenCgroup(members);
    }
}

package dev.vedette.sensor.identity;

import dev.vedette.policy.model.HostMount;
import dev.vedette.sensor.identity.node.MountEntry;
import dev.vedette.sensor.identity.node.MountTable;
import dev.vedette.sensor.identity.runtime.RuntimeMounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of a container's mounts are pieces of the node, by device and root: a mount in the container whose file system
 * is one of the node's own is a host mount, whatever it was called on its way in.
 */
final class ContainerMounts {
    private ContainerMounts() {}

    /**
     * The pieces of the node among a container's mounts.
     *
     * @param podUid "" where not known
     */
    static List<HostMount> fromHost(MountTable container, MountTable host, String podUid) {
        List<HostMount> found = new ArrayList<>();
        for (MountEntry mount : container.mounts()) {
            if (isRuntimes(mount) || !host.hasDevice(mount.device())) {
                continue;
            }
            source(mount, host)
                    .filter(source -> !RuntimeMounts.isOwn(source, mount.target(), podUid))
                    .ifPresent(source -> found.add(
                            new HostMount(source, source, mount.target(), mount.readOnly(), mount.propagates())));
        }
        return found;
    }

    /** A directory that the node itself can't reach any more is named by its place in its file system. */
    private static Optional<String> source(MountEntry mount, MountTable host) {
        return host.pathOf(mount.device(), mount.root()).or(() -> Optional.of(mount.root()));
    }

    private static boolean isRuntimes(MountEntry mount) {
        boolean controlGroup =
                mount.type().startsWith("cgroup") && mount.target().startsWith("/sys/fs/cgroup");
        return controlGroup || isKernelOrRoot(mount);
    }

    /**
     * The kernel's own file systems where runtimes mount them: with host namespaces these are the node's superblocks. The
     * type is looked at too, for the target alone would let anything of the node be bound there unseen.
     */
    private static boolean isKernelOrRoot(MountEntry mount) {
        return switch (mount.target()) {
            case "/" -> true;
            case "/proc" -> mount.type().equals("proc") && mount.root().equals("/");
            case "/sys" -> mount.type().equals("sysfs") && mount.root().equals("/");
            case "/dev/pts" -> mount.type().equals("devpts");
            case "/dev/mqueue" -> mount.type().equals("mqueue");
            default -> false;
        };
    }
}

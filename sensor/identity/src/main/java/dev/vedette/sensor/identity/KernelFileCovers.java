package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.IsolationDetail;
import dev.vedette.sensor.identity.node.MountEntry;
import dev.vedette.sensor.identity.node.MountTable;
import dev.vedette.sensor.identity.node.NodeView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What lies over the kernel's file systems in a container. A runtime hides a file by the null device and a directory by an
 * empty one, and binds what is to be read only to itself; whoever exchanges the null device for a link while it does so
 * has it bind what the link leads to instead (CVE-2025-31133, CVE-2025-52565).
 */
final class KernelFileCovers {
    private static final String CONSOLE = "/dev/console";

    private KernelFileCovers() {}

    /** As a process that has just begun in the container sees it. */
    static IsolationDetail seen(int pid, Credentials credentials, MountTable mounts, NodeView node) {
        Set<String> hidden = new HashSet<>();
        Set<String> readOnly = new HashSet<>();
        Map<String, String> misleading = new HashMap<>();
        for (MountEntry mount : mounts.mounts()) {
            String target = mount.target();
            if (!isOfKernel(target) || !mounts.at(target).equals(Optional.of(mount))) {
                continue;
            }
            if (mount.readOnly()) {
                readOnly.add(target);
            }
            if (isBelow(target) && node.hides(pid, target)) {
                hidden.add(target);
            }
            elsewhere(mount).ifPresent(what -> misleading.put(target, what));
        }
        Set<String> devices = node.devicesOf(pid);
        Set<String> access = node.deviceAccessOf(pid);
        // A process that has ended meanwhile shows nothing behind any path, and no device: that is not what it had.
        boolean stillThere = node.mountsOf(pid).isPresent();
        return new IsolationDetail(
                stillThere && !mounts.mounts().isEmpty(),
                credentials.inheritable(),
                credentials.ambient(),
                hidden,
                readOnly,
                misleading,
                devices,
                false,
                access);
    }

    private static boolean isOfKernel(String target) {
        return target.equals("/proc") || target.equals("/sys") || target.equals(CONSOLE) || isBelow(target);
    }

    private static boolean isBelow(String target) {
        return target.startsWith("/proc/") || target.startsWith("/sys/");
    }

    /** What a mount shows, if it is another part of the kernel's files than belongs there. */
    private static Optional<String> elsewhere(MountEntry mount) {
        if (mount.target().equals(CONSOLE)) {
            return mount.type().equals("devpts") ? Optional.empty() : Optional.of(mount.type() + ":" + mount.root());
        }
        String own = switch (mount.type()) {
            case "proc" -> "/proc";
            case "sysfs" -> "/sys";
            default -> "";
        };
        boolean inPlace = own.isEmpty()
                || mount.target().equals(own + mount.root())
                || (mount.root().equals("/") && mount.target().equals(own));
        return inPlace ? Optional.empty() : Optional.of(mount.type() + ":" + mount.root());
    }
}

package dev.vedette.sensor.identity.node;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The list of what a control group of version 1 lets its processes do with devices. Source: security/device_cgroup.c, devices.list: a
 * line each, {@code a *:* rwm} where everything is allowed.
 */
final class DeviceList {
    private static final String CONTROLLER = "devices";

    private DeviceList() {}

    /**
     * Reads it.
     *
     * @param groups the lines of a process's {@code /proc/PID/cgroup}
     */
    static Set<String> of(List<String> groups, MountTable hostMounts) {
        Optional<String> group = groups.stream()
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3 && names(parts[1]))
                .map(parts -> parts[2])
                // Of a process that is about to end the root is told, wherever it was (kernel/cgroup/cgroup.c,
                // proc_cgroup_show); no runtime leaves a container there.
                .filter(path -> !path.equals("/"))
                .findFirst();
        Optional<String> root = hostMounts.mounts().stream()
                .filter(mount -> mount.type().equals("cgroup") && mount.root().equals("/"))
                .map(MountEntry::target)
                .filter(target -> names(target.substring(target.lastIndexOf('/') + 1)))
                .findFirst();
        return group.isEmpty() || root.isEmpty()
                ? Set.of()
                : ProcFiles.lines(Path.of(root.get() + group.get(), "devices.list")).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.toSet());
    }

    /** Whether a hierarchy of version 1 decides, whatever its list says. */
    static boolean isKept(List<String> groups) {
        return groups.stream().map(line -> line.split(":", 3)).anyMatch(parts -> parts.length == 3 && names(parts[1]));
    }

    private static boolean names(String controllers) {
        return Arrays.asList(controllers.split(",", -1)).contains(CONTROLLER);
    }
}

package dev.vedette.policy.model;

import java.util.Map;
import java.util.Set;

/**
 * What else keeps a container apart, beyond what a manifest says: by specification as it is asked for, from the kernel as
 * it is. Two can be compared only if both are {@link #known}.
 *
 * @param known whether it could be told; a process may be gone before its mounts are read
 * @param hiddenPaths paths of the kernel's file systems behind which nothing can be read (masked paths); of a
 *     specification only those that this node's kernel has
 * @param readOnlyPaths paths of the kernel's file systems that can't be written, as {@code hiddenPaths}
 * @param misleadingMounts from the kernel only: what is seen at a path of {@code /proc}, {@code /sys} or at {@code
 *     /dev/console} where something else belongs, by path
 * @param devices device nodes as {@code b 8:0}; the few that every container has are left out
 * @param anyDevice whether all of the node's devices may be there: then they can't be compared
 * @param deviceAccess what the control group lets the container do with devices, each as the kernel writes it, for
 *     example {@code b 8:* rm} or {@code a *:* rwm}; empty where that can't be told: then it can't be compared
 */
public record IsolationDetail(
        boolean known,
        CapabilitySet inheritable,
        CapabilitySet ambient,
        Set<String> hiddenPaths,
        Set<String> readOnlyPaths,
        Map<String, String> misleadingMounts,
        Set<String> devices,
        boolean anyDevice,
        Set<String> deviceAccess) {
    public static final IsolationDetail UNKNOWN = new IsolationDetail(
            false, CapabilitySet.NONE, CapabilitySet.NONE, Set.of(), Set.of(), Map.of(), Set.of(), true, Set.of());

    public IsolationDetail {
        hiddenPaths = Set.copyOf(hiddenPaths);
        readOnlyPaths = Set.copyOf(readOnlyPaths);
        misleadingMounts = Map.copyOf(misleadingMounts);
        devices = Set.copyOf(devices);
        deviceAccess = Set.copyOf(deviceAccess);
    }

    /** One of which it is not known what its control group allows. */
    public IsolationDetail(
            boolean known,
            CapabilitySet inheritable,
            CapabilitySet ambient,
            Set<String> hiddenPaths,
            Set<String> readOnlyPaths,
            Map<String, String> misleadingMounts,
            Set<String> devices,
            boolean anyDevice) {
        this(known, inheritable, ambient, hiddenPaths, readOnlyPaths, misleadingMounts, devices, anyDevice, Set.of());
    }
}

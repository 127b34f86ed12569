package dev.vedette.rules.facts;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.regex.Pattern;

/** Kernel parameters that a pod sets. */
public final class Sysctls {
    /** What helpers of runtimes take for the end of one assignment and the beginning of another (CVE-2022-0811). */
    public static final Pattern SECOND_ASSIGNMENT = Pattern.compile("[+=;&|`\\n\\r\\x00]|\\.\\.");

    /** Kept apart by the ipc and network namespaces. Source: pkg/apis/core/validation and pkg/kubelet/sysctl. */
    private static final Pattern OF_A_NAMESPACE =
            Pattern.compile("kernel\\.(shm|msg)\\w+|kernel\\.sem|fs\\.mqueue\\..+|net\\..+");

    private Sysctls() {}

    /** @param allowed names with dots */
    public static boolean isUnsafe(ContainerSetting sysctl, List<String> allowed) {
        return smuggles(sysctl) || !allowed.contains(dotted(sysctl.name()));
    }

    /** Whether a second assignment hides in it. */
    public static boolean smuggles(ContainerSetting sysctl) {
        return SECOND_ASSIGNMENT.matcher(sysctl.name()).find()
                || SECOND_ASSIGNMENT.matcher(sysctl.value().strip()).find();
    }

    public static Severity severity(ContainerSetting sysctl) {
        if (smuggles(sysctl)) {
            return Severity.CRITICAL;
        }
        return OF_A_NAMESPACE.matcher(dotted(sysctl.name())).matches() ? Severity.MEDIUM : Severity.HIGH;
    }

    public static String sentence(ContainerSetting sysctl) {
        String name = Words.shortened(dotted(sysctl.name()));
        return smuggles(sysctl)
                ? "The kernel parameter " + name + " comes with a second assignment hidden in it."
                : "The pod sets the kernel parameter " + name + ", which is not known to be its own affair alone.";
    }

    /** {@code net/ipv4/ip_forward} and {@code net.ipv4.ip_forward} are one. */
    private static String dotted(String name) {
        return name.replace('/', '.');
    }
}

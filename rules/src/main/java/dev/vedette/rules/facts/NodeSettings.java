package dev.vedette.rules.facts;

import dev.vedette.policy.model.NodeSetting;
import dev.vedette.policy.model.Severity;
import java.util.Map;

/** Which settings of a node are weak, how much that matters, and what to set instead. */
public final class NodeSettings {
    private static final Weakness NONE = new Weakness(Severity.INFO, "", "");

    private static final Map<String, Weakness> KUBELET = Map.of(
            "anonymousAuth=true",
                    new Weakness(
                            Severity.HIGH,
                            "The kubelet answers whoever does not say who he is.",
                            "set authentication.anonymous.enabled: false"),
            "authorizationMode=AlwaysAllow",
                    new Weakness(
                            Severity.HIGH,
                            "The kubelet allows everything to whoever it knows.",
                            "set authorization.mode: Webhook"),
            "seccompDefault=false",
                    new Weakness(
                            Severity.MEDIUM,
                            "Pods that name no seccomp profile run without one.",
                            "set seccompDefault: true"),
            "protectKernelDefaults=false",
                    new Weakness(
                            Severity.LOW,
                            "The kubelet changes kernel settings that differ from what it expects, instead of refusing to"
                                    + " start.",
                            "set protectKernelDefaults: true, and the settings it expects by sysctl.d"),
            "clientCA=absent",
                    new Weakness(
                            Severity.MEDIUM,
                            "The kubelet knows no authority for its callers' certificates.",
                            "set authentication.x509.clientCAFile"));

    private static final Map<String, Weakness> KERNEL = Map.of(
            "kernel.unprivileged_bpf_disabled=0",
                    new Weakness(
                            Severity.MEDIUM,
                            "Users without rights may load eBPF programs.",
                            "set kernel.unprivileged_bpf_disabled = 1"),
            "vm.unprivileged_userfaultfd=1",
                    new Weakness(
                            Severity.MEDIUM,
                            "Users without rights may hold the kernel at a page fault (userfaultfd), which many exploits"
                                    + " need.",
                            "set vm.unprivileged_userfaultfd = 0"),
            "kernel.io_uring_disabled=0",
                    new Weakness(
                            Severity.LOW,
                            "Everybody may use io_uring, which has had many local roots and is hard to watch.",
                            "set kernel.io_uring_disabled = 1 (a group may keep it) or 2"),
            "kernel.kexec_load_disabled=0",
                    new Weakness(
                            Severity.LOW,
                            "Another kernel may be started from this one (kexec).",
                            "set kernel.kexec_load_disabled = 1 once crash dumps are set up"),
            "kernel.modules_disabled=0",
                    new Weakness(
                            Severity.LOW,
                            "Unsigned kernel modules may be loaded at any time.",
                            "boot with module.sig_enforce=1 or lockdown=integrity"),
            "unprivileged user namespaces=open",
                    new Weakness(
                            Severity.MEDIUM,
                            "Users without rights may make user namespaces, and in them reach much of the kernel that is"
                                    + " for root alone.",
                            "set kernel.unprivileged_userns_clone = 0 or user.max_user_namespaces = 0 where no pod uses"
                                    + " them, or have AppArmor restrict them"));

    private NodeSettings() {}

    /**
     * What is wrong with a setting.
     *
     * @param message "" where nothing is
     */
    public record Weakness(Severity severity, String message, String remedy) {}

    /** Whether the kubelet's setting is weak. */
    public static boolean isWeakKubelet(NodeSetting setting) {
        return !kubelet(setting).message().isEmpty();
    }

    /** What is wrong with a setting of the kubelet. */
    public static Weakness kubelet(NodeSetting setting) {
        if (setting.name().equals("readOnlyPort")) {
            return setting.value().equals("0")
                    ? NONE
                    : new Weakness(
                            Severity.HIGH,
                            "The kubelet tells all about its pods at port " + setting.value() + " to whoever asks.",
                            "set readOnlyPort: 0");
        }
        Weakness weakness = KUBELET.getOrDefault(setting.name() + "=" + setting.value(), NONE);
        // Who is not asked for a name and then allowed everything is root on every pod of the node.
        return !weakness.message().isEmpty() && setting.context("open to all").equals("yes")
                ? new Weakness(
                        Severity.CRITICAL,
                        "The kubelet lets whoever reaches it run programs in its pods: it asks for no name and allows"
                                + " everything.",
                        weakness.remedy())
                : weakness;
    }

    /** Whether the kernel's setting is weak here. */
    public static boolean isWeakKernel(NodeSetting setting) {
        return !kernel(setting).message().isEmpty();
    }

    /** What is wrong with a setting of the kernel; nothing where something else closes the same door. */
    public static Weakness kernel(NodeSetting setting) {
        return setting.context("closed by").isEmpty()
                ? KERNEL.getOrDefault(setting.name() + "=" + setting.value(), NONE)
                : NONE;
    }

    /** Whether the network of pods lacks it. */
    public static boolean isMissingForNetwork(NodeSetting setting) {
        return setting.component().equals("network")
                && setting.context("network does without").isEmpty()
                && (setting.value().equals("0") || setting.value().equals("absent"));
    }
}

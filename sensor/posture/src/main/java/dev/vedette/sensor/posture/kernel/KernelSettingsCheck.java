package dev.vedette.sensor.posture.kernel;

import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the running kernel that decide how much of it users without rights reach.
 *
 * <p>Facts (Documentation/admin-guide/sysctl/{kernel,vm,user}.rst, lockdown(7)): {@code unprivileged_bpf_disabled} 0 lets
 * everybody load programs; {@code unprivileged_userfaultfd} 1 lets everybody handle the kernel's own page faults;
 * {@code io_uring_disabled} 0 lets everybody use io_uring; {@code kexec_load_disabled} and {@code modules_disabled} can only
 * be raised. {@code kernel.unprivileged_userns_clone} is of Debian and Ubuntu, {@code
 * kernel.apparmor_restrict_unprivileged_userns} of Ubuntu 23.10 and newer. A setting that is not there belongs to something
 * that is not in the kernel, or that the kernel is too old to switch off: then nothing is said.
 */
public final class KernelSettingsCheck implements PostureCheck {
    @Override
    public String name() {
        return "kernel settings";
    }

    @Override
    public void look(PostureLook look) {
        tell(look, "kernel.unprivileged_bpf_disabled", Map.of());
        tell(look, "vm.unprivileged_userfaultfd", Map.of());
        tell(look, "kernel.io_uring_disabled", Map.of());
        Map<String, String> replaced = closedBy(lockdown(look.root()));
        tell(look, "kernel.kexec_load_disabled", replaced);
        tell(look, "kernel.modules_disabled", closedBy(lockdown(look.root()).or(() -> signed(look.root()))));
        userNamespaces(look);
    }

    private static Map<String, String> closedBy(Optional<String> what) {
        return what.map(closed -> Map.of("closed by", closed)).orElse(Map.of());
    }

    private static void tell(PostureLook look, String name, Map<String, String> context) {
        String path = path(name);
        look.root().value(path).ifPresent(value -> look.setting("kernel", name, value, path, context));
    }

    private static String path(String name) {
        return "/proc/sys/" + name.replace('.', '/');
    }

    /** The file reads {@code none [integrity] confidentiality}; both that are in brackets forbid kexec of unsigned kernels. */
    private static Optional<String> lockdown(NodeRoot root) {
        return root.value("/sys/kernel/security/lockdown")
                .filter(text -> text.contains("[integrity]") || text.contains("[confidentiality]"))
                .map(text -> "lockdown");
    }

    private static Optional<String> signed(NodeRoot root) {
        return root.value("/sys/module/module/parameters/sig_enforce")
                .filter("Y"::equals)
                .map(text -> "enforced module signatures");
    }

    private static void userNamespaces(PostureLook look) {
        NodeRoot root = look.root();
        Optional<String> most = root.value(path("user.max_user_namespaces"));
        if (most.isEmpty()) {
            return; // a kernel without user namespaces
        }
        Map<String, String> context = new HashMap<>();
        root.value(path("kernel.apparmor_restrict_unprivileged_userns"))
                .filter("1"::equals)
                .ifPresent(on -> context.put("closed by", "AppArmor"));
        Optional<String> clone = root.value(path("kernel.unprivileged_userns_clone"));
        boolean open = !most.get().equals("0") && !clone.filter("0"::equals).isPresent();
        look.setting(
                "kernel",
                "unprivileged user namespaces",
                open ? "open" : "closed",
                "user.max_user_namespaces = " + most.get()
                        + clone.map(value -> ", kernel.unprivileged_userns_clone = " + value)
                                .orElse(""),
                context);
    }
}

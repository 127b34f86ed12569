package dev.vedette.rules.facts;

import dev.vedette.policy.model.ContainerSetting;
import java.util.Set;

/** What manifests may ask of AppArmor and SELinux. */
public final class SecurityModules {
    /** Types that are a container's. Source: k8s.io/pod-security-admission, check_seLinuxOptions. */
    public static final Set<String> CONTAINERS_TYPES =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

    private SecurityModules() {}

    /** Whether the container would be confined less than others; a user or role of its own is no container's. */
    public static boolean isLoosened(ContainerSetting setting) {
        return switch (setting.name()) {
            case "AppArmor" -> setting.value().equals("Unconfined");
            case "SELinux type" -> !CONTAINERS_TYPES.contains(setting.value());
            case "SELinux user", "SELinux role" -> !setting.value().isEmpty();
            default -> false;
        };
    }
}

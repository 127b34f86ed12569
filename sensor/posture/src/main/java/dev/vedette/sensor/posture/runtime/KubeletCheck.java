package dev.vedette.sensor.posture.runtime;

import dev.vedette.sensor.config.KubeletConfig;
import dev.vedette.sensor.config.KubeletConfig.InForce;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import java.util.Map;
import java.util.Optional;

/** The kubelet's settings that let others in or leave pods unprotected. Nothing is said where there is no kubelet. */
public final class KubeletCheck implements PostureCheck {
    @Override
    public String name() {
        return "kubelet";
    }

    @Override
    public void look(PostureLook look) {
        Optional<KubeletConfig> kubelet = NodeKubelet.find(look);
        if (kubelet.isEmpty()) {
            return;
        }
        KubeletConfig config = kubelet.get();
        InForce anonymous = config.anonymousAuth();
        InForce mode = config.authorizationMode();
        boolean open = isTrue(anonymous) && mode.value().equals("AlwaysAllow");
        Map<String, String> context = open ? Map.of("open to all", "yes") : Map.of();
        tell(look, config, "anonymousAuth", anonymous, isTrue(anonymous) ? "true" : "false", context);
        tell(look, config, "authorizationMode", mode, mode.value(), context);
        tell(
                look,
                config,
                "readOnlyPort",
                config.readOnlyPort(),
                config.readOnlyPort().value(),
                Map.of());
        truth(look, config, "seccompDefault", config.seccompDefault());
        truth(look, config, "protectKernelDefaults", config.protectKernelDefaults());
        InForce authority = config.clientCaFile();
        tell(look, config, "clientCA", authority, authority.value().isEmpty() ? "absent" : authority.value(), Map.of());
    }

    private static void truth(PostureLook look, KubeletConfig config, String name, InForce setting) {
        tell(look, config, name, setting, isTrue(setting) ? "true" : "false", Map.of());
    }

    /** What looks like a default may stand in the file that could not be read: then nothing is known. */
    private static void tell(
            PostureLook look,
            KubeletConfig config,
            String name,
            InForce setting,
            String value,
            Map<String, String> context) {
        if (!(config.isIncomplete() && setting.isDefault())) {
            look.setting("kubelet", name, value, setting.source(), context);
        }
    }

    private static boolean isTrue(InForce setting) {
        return setting.value().equalsIgnoreCase("true");
    }
}

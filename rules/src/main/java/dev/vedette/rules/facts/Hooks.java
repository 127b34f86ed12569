package dev.vedette.rules.facts;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.Severity;
import java.util.List;

/** What probes and hooks do beyond looking after their container. */
public final class Hooks {
    private static final String ASKS = "lets the node ask ";
    private static final String ASKS_ITSELF = "lets the node ask itself";

    private Hooks() {}

    /**
     * A command that fetches its program or hands out a shell is an intruder's; that the node asks somebody for a pod is a way
     * past the pod's network policies.
     *
     * @param metadata addresses and names of the cloud's metadata service
     */
    public static Severity severity(ContainerSetting hook, List<String> metadata) {
        String value = hook.value();
        if (value.startsWith(ASKS_ITSELF)) {
            return Severity.MEDIUM;
        }
        if (value.startsWith(ASKS)) {
            return metadata.contains(value.substring(ASKS.length())) ? Severity.HIGH : Severity.LOW;
        }
        return value.startsWith("logs in") ? Severity.MEDIUM : Severity.HIGH;
    }
}

package dev.vedette.rules.facts;

import dev.vedette.policy.model.ContainerSetting;

/** What a container may take of its node without a limit. */
public final class Growth {
    private Growth() {}

    public static String sentence(ContainerSetting limit) {
        String what = switch (limit.name()) {
            case "cpu" -> "processor time";
            case "ephemeral-storage" -> "disk space";
            default -> limit.name();
        };
        return "Nothing limits how much " + what + " of the node the container takes.";
    }
}

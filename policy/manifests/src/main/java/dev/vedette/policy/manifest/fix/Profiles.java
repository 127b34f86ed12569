package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.yaml.edit.YamlEdit;

/** Gives pods the runtime's own profile of system calls or of AppArmor. */
final class Profiles {
    private static final String TYPE = "/type";

    private Profiles() {}

    /** The profile, or its type, or the annotation that is at {@code spot}. */
    static Advice runtimeDefault(Spot spot) {
        if (spot.pointer().contains("/annotations/")) {
            return put(spot, spot.pointer(), "runtime/default");
        }
        String profile = spot.pointer().endsWith(TYPE)
                ? spot.pointer().substring(0, spot.pointer().length() - TYPE.length())
                : spot.pointer();
        if (spot.at(profile + "/localhostProfile").isPresent()) {
            return new Advice.Leave(
                    "a profile of the node's is named beside it: if it is meant, its type is Localhost");
        }
        return put(spot, profile + TYPE, "RuntimeDefault");
    }

    /** The same, and the pod as a whole gets one where a container has none. */
    static Advice filteredCalls(Spot spot) {
        return spot.pointer().contains("/seccompProfile")
                ? runtimeDefault(spot)
                : put(spot, spot.podSpec() + "/securityContext/seccompProfile/type", "RuntimeDefault");
    }

    private static Advice put(Spot spot, String pointer, String value) {
        return new Advice.Change(FixLevel.SAFE, new YamlEdit.Put(spot.document(), pointer, value));
    }
}

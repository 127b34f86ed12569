package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.yaml.edit.YamlEdit;

/** Keeps the API server's tokens out of pods. */
final class Tokens {
    private static final String FIELD = "automountServiceAccountToken";

    private Tokens() {}

    /** The pod's specification, or that field of it, is at {@code spot}. */
    static Advice notMounted(Spot spot) {
        String pointer = spot.endsWith(FIELD) ? spot.pointer() : spot.pointer() + "/" + FIELD;
        return new Advice.Change(FixLevel.ALL, new YamlEdit.Put(spot.document(), pointer, "false"));
    }
}

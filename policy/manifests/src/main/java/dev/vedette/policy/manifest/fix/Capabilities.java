package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.yaml.edit.YamlEdit;
import java.util.regex.Pattern;

/** Takes capabilities away. */
final class Capabilities {
    private static final Pattern ADDED = Pattern.compile(".*/capabilities/add/\\d+");

    private Capabilities() {}

    static boolean isAdded(Spot spot) {
        return ADDED.matcher(spot.pointer()).matches();
    }

    /** Drops all of the container at {@code spot}. */
    static Advice dropAll(Spot spot) {
        String container = spot.container().orElseThrow();
        return new Advice.Change(
                FixLevel.SAFE,
                new YamlEdit.Append(spot.document(), container + "/securityContext/capabilities/drop", "ALL"));
    }
}

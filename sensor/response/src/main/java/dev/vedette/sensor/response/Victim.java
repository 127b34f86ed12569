package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import java.util.Map;
import java.util.Optional;

/**
 * For whose sake a culprit is answered, as it is kept beside what undoing the answer needs.
 *
 * @param id of the container
 * @param name for people
 */
record Victim(String id, String name) {
    private static final String ID = "victim.id";
    private static final String NAME = "victim.name";

    static Victim of(Container container) {
        return new Victim(container.id(), container.displayName());
    }

    void keep(Map<String, String> kept) {
        kept.put(ID, id);
        kept.put(NAME, name);
    }

    /** Empty where the answer is to the finding's own container. */
    static Optional<Victim> kept(Map<String, String> kept) {
        return Optional.ofNullable(kept.get(ID)).map(id -> new Victim(id, kept.getOrDefault(NAME, id)));
    }
}

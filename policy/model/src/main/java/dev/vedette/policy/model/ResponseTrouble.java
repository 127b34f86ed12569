package dev.vedette.policy.model;

import java.time.Duration;
import java.util.Objects;

/**
 * A response that did not do what it should.
 *
 * @param responseId of the response
 * @param why in words
 * @param took from its beginning to its end
 */
public record ResponseTrouble(
        Kind kind,
        ResponseAction action,
        String responseId,
        String why,
        Duration took,
        Container container,
        long epochNanos)
        implements Fact {
    /** In which way. */
    public enum Kind {
        /** It could not be carried out. */
        FAILED,
        /** It was carried out, and its effect was not seen, or has gone since. */
        WITHOUT_EFFECT,
        /** It was carried out so late that the attack had time. */
        LATE
    }

    public ResponseTrouble {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(action, "action is null");
        Objects.requireNonNull(container, "container is null");
    }
}

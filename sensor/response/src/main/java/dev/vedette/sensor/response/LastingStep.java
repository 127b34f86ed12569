package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A step of the ladder that lasts until it is undone.
 *
 * <p>What is to be done is planned first, with all that is needed to undo it, so that this can be kept before anything
 * is done: whoever finds the plan later, a sensor after a restart too, can undo it. Thread-safe.
 */
interface LastingStep {
    /**
     * What would be done to the container as it is now; nothing is done yet.
     *
     * @throws IOException if it cannot be done; the message is for people
     */
    Plan plan(Order order) throws IOException;

    /** Does what was planned, and looks whether it has the effect. */
    Effect apply(Container container, Map<String, String> plan);

    /** Takes it back and looks. A container that has ended needs nothing more. */
    Effect undo(Container container, Map<String, String> plan);

    /**
     * Whether it still has its effect.
     *
     * @throws IOException if that cannot be said, the container has ended for example
     */
    boolean inForce(Container container, Map<String, String> plan) throws IOException;

    /**
     * How often the container has run into it, as the kernel counts: as long as that grows, it would do more than it may.
     * Empty where nobody counts that.
     */
    default OptionalLong hits(Map<String, String> plan) {
        return OptionalLong.empty();
    }

    /** Whether nothing is left of it when the container has ended, so that it need not be undone. */
    default boolean endsWithContainer(Map<String, String> plan) {
        return true;
    }

    /**
     * What would be done.
     *
     * @param words for people
     * @param kept what doing and undoing need, as it is kept on disk
     */
    record Plan(String words, Map<String, String> kept) {
        public Plan {
            kept = Map.copyOf(kept);
        }
    }
}

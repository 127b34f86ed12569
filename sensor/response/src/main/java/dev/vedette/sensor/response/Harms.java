package dev.vedette.sensor.response;

/** How victims of harm are now, as it is measured. Thread-safe. */
@FunctionalInterface
public interface Harms {
    /** Where nobody measures. */
    Harms UNKNOWN = victim -> new Sight(0, State.UNKNOWN, "it is not measured");

    /** How a victim is, the worse the later. */
    enum State {
        WELL,
        /** Too little is known of it. */
        UNKNOWN,
        HARMED
    }

    /**
     * What was measured last.
     *
     * @param endEpochNanos when the window ended that was looked at; 0 if there is none
     * @param words what of it is for people, for example {@code waited 20 ms, usually 15 ms}
     */
    record Sight(long endEpochNanos, State state, String words) {}

    /** @param victim a container's id */
    Sight of(String victim);
}

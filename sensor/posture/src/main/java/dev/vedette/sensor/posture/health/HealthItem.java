package dev.vedette.sensor.posture.health;

import java.util.Locale;
import java.util.Objects;

/**
 * One thing about a node's health.
 *
 * @param name short and stable, for figures and screens: {@code disk /var/lib/containerd}
 * @param value what was measured, with its unit
 * @param advice what to do, "" where all is well
 */
public record HealthItem(String name, State state, String value, String advice) {
    /** How it is, from well to bad. */
    public enum State {
        WELL,
        /** It could not be learned. */
        UNKNOWN,
        WATCH,
        BAD;

        /** As it is written and shown. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public HealthItem {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(value, "value is null");
        Objects.requireNonNull(advice, "advice is null");
    }

    static HealthItem well(String name, String value) {
        return new HealthItem(name, State.WELL, value, "");
    }

    static HealthItem unknown(String name, String why) {
        return new HealthItem(name, State.UNKNOWN, why, "");
    }

    /** By two limits that are passed upwards. */
    static HealthItem above(String name, double measured, double watch, double bad, String value, String advice) {
        State state = measured >= bad ? State.BAD : measured >= watch ? State.WATCH : State.WELL;
        return new HealthItem(name, state, value, state == State.WELL ? "" : advice);
    }
}

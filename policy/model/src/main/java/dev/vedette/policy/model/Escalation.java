package dev.vedette.policy.model;

import java.time.Duration;

/**
 * From which finding on a response is given: the how manieth in a container within how long.
 *
 * @param findings 1 for every one
 * @param within zero where it is every one
 */
public record Escalation(int findings, Duration within) {
    public static final Escalation AT_ONCE = new Escalation(1, Duration.ZERO);
    /** As many as are counted at most. */
    public static final int MOST = 100;

    public Escalation {
        boolean atOnce = findings == 1 && within.isZero();
        if (!atOnce && (findings < 2 || findings > MOST || within.isZero() || within.isNegative())) {
            throw new IllegalArgumentException(
                    "a response comes at the 2nd to " + MOST + "th finding within some time");
        }
    }

    public boolean isAtOnce() {
        return findings == 1;
    }

    /** For people, as the end of a sentence; "" for every finding. */
    public String words() {
        return isAtOnce() ? "" : ", at finding " + findings + " within " + within.toSeconds() + " s";
    }
}

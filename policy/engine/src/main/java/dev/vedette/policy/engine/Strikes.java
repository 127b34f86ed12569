package dev.vedette.policy.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How often rules had to be cut off or were slow, by the facts' time. One that was so {@value #MOST} times within
 * {@link #WITHIN} is to rest for as long: so what it costs the others is bounded, and whoever brings it about silences it for
 * a time only. For one thread.
 */
final class Strikes {
    static final int MOST = 3;
    static final Duration WITHIN = Duration.ofMinutes(1);

    private final Map<String, Count> byRule = new HashMap<>();

    private record Count(long sinceNanos, int strikes) {}

    /** Counts one; whether the rule is to rest now. */
    boolean isOut(String rule, long epochNanos) {
        Count before = byRule.get(rule);
        boolean goesOn = before != null && epochNanos - before.sinceNanos() < WITHIN.toNanos();
        Count now = goesOn ? new Count(before.sinceNanos(), before.strikes() + 1) : new Count(epochNanos, 1);
        if (now.strikes() < MOST) {
            byRule.put(rule, now);
            return false;
        }
        byRule.remove(rule);
        return true;
    }
}

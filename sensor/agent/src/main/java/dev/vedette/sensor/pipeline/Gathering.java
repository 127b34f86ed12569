package dev.vedette.sensor.pipeline;

import java.time.Duration;

/**
 * How long records may gather in the ring before the next look.
 *
 * <p>A look costs the sensor as much as dozens of records, even if it finds one: while it slept, those who wrote them took
 * the processor's caches. So in a flow of records it looks for some {@value #WORTH_A_LOOK} of them at once, and the less
 * often the slower they come, down to {@link #LONGEST}; where they trickle they are looked for at {@link #SHORTEST}, since
 * there is nothing to be gained. What must be answered at once wakes the reader whatever it waits for. Not thread-safe.
 */
final class Gathering {
    static final Duration SHORTEST = Duration.ofMillis(2);
    static final Duration LONGEST = Duration.ofMillis(8);

    private static final int WORTH_A_LOOK = 64;
    private static final double NANOS_PER_MILLI = 1e6;

    /** Records in a millisecond; fewer trickle. */
    private static final double FLOW = 2;

    private long lookedNanos;

    /** @param nowNanos {@link System#nanoTime()} */
    Gathering(long nowNanos) {
        this.lookedNanos = nowNanos;
    }

    /**
     * A look has been taken.
     *
     * @param taken how many records it found
     * @return how long to wait before the next one
     */
    Duration after(int taken, long nowNanos) {
        double millis = (nowNanos - lookedNanos) / NANOS_PER_MILLI;
        lookedNanos = nowNanos;
        double perMilli = taken / Math.max(millis, 1);
        if (perMilli < FLOW) {
            return SHORTEST;
        }
        long wait = (long) (WORTH_A_LOOK / perMilli);
        return Duration.ofMillis(Math.clamp(wait, SHORTEST.toMillis(), LONGEST.toMillis()));
    }
}

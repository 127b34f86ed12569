package dev.vedette.baseline.novelty;

import java.util.function.LongSupplier;

/**
 * The boot clock as the latest event showed it, gone on since. Nobody sets that one: were learning to go by the time of
 * day, who sets it ahead would end it, and who sets it back would keep it from ending. For one thread.
 */
final class EventClock {
    private final LongSupplier nanoTime;
    private long latestBootNanos;
    private long seenNanos;

    /** @param nanoTime {@link System#nanoTime()}, or what goes on as evenly */
    EventClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void saw(long bootNanos) {
        latestBootNanos = bootNanos;
        seenNanos = nanoTime.getAsLong();
    }

    long now() {
        return latestBootNanos + nanoTime.getAsLong() - seenNanos;
    }
}

package dev.vedette.sensor.agent;

import dev.vedette.sensor.pipeline.EpochClock;
import java.util.function.LongUnaryOperator;

/** Gives a recording's times as if its first record happened now. One thread. */
final class FirstIsNow implements LongUnaryOperator {
    private final EpochClock clock;
    private boolean begun;
    private long difference;

    FirstIsNow(EpochClock clock) {
        this.clock = clock;
    }

    @Override
    public long applyAsLong(long bootNanos) {
        if (!begun) {
            begun = true;
            difference = clock.epochNanos() - bootNanos;
        }
        return bootNanos + difference;
    }
}

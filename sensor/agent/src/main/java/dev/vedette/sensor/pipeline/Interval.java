package dev.vedette.sensor.pipeline;

import java.time.Duration;

/** Tells when a period has passed. Not thread-safe. */
public final class Interval {
    private final long nanos;
    private long last;
    private boolean begun;

    public Interval(Duration period) {
        this.nanos = period.toNanos();
    }

    /** Whether the period has passed since it last said so; the first call begins it. */
    public boolean passed(long nowNanos) {
        if (!begun) {
            begun = true;
            last = nowNanos;
            return false;
        }
        if (nowNanos - last < nanos) {
            return false;
        }
        last = nowNanos;
        return true;
    }
}

package dev.vedette.sensor.denial;

import dev.vedette.probes.BootClock;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * From seconds since 1970 to seconds of CLOCK_BOOTTIME, by which the kernel side ends what it denies. Follows the time of
 * day when that is set, and keeps to one answer while it is only corrected, so that tables are not written again for a
 * rounding. Thread-safe.
 */
public final class BootSeconds implements LongUnaryOperator {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long CORRECTION_SECONDS = 2;

    private final Supplier<BootClock> measure;
    private long bootedAt;

    /** @param measure compares the clocks now */
    public BootSeconds(Supplier<BootClock> measure) {
        this.measure = measure;
        this.bootedAt = measured();
    }

    private long measured() {
        return measure.get().toEpochNanos(0) / NANOS_PER_SECOND;
    }

    @Override
    public synchronized long applyAsLong(long epochSeconds) {
        long now = measured();
        if (Math.abs(now - bootedAt) > CORRECTION_SECONDS) {
            bootedAt = now;
        }
        return epochSeconds - bootedAt;
    }
}

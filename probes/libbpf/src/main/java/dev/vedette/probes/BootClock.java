package dev.vedette.probes;

import dev.vedette.probes.libc.Libc;
import java.time.Instant;

/**
 * Turns the kernel's boot clock (CLOCK_BOOTTIME, nanoseconds since boot, suspended time included) into time of day
 * (nanoseconds since the epoch) and back. Measured once: if the time of day is set later, measure anew. Immutable.
 */
public final class BootClock {
    private static final int TRIES = 8;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long bootToEpoch;

    /** Made once: binding a library makes classes. */
    private static final class ForAll {
        private static final Libc LIBC = new Libc();
    }

    private BootClock(long bootToEpoch) {
        this.bootToEpoch = bootToEpoch;
    }

    /** @param bootToEpoch what the time of day is ahead of the boot clock, nanoseconds */
    public static BootClock of(long bootToEpoch) {
        return new BootClock(bootToEpoch);
    }

    /** As {@link #measure(Libc)}, for whoever has no C library at hand. */
    public static BootClock measure() {
        return measure(ForAll.LIBC);
    }

    /** Reads both clocks as close together as it can be done. */
    public static BootClock measure(Libc libc) {
        long tightest = Long.MAX_VALUE;
        long difference = 0;
        for (int i = 0; i < TRIES; i++) {
            long before = libc.bootNanos();
            Instant now = Instant.now();
            long gap = libc.bootNanos() - before;
            if (gap < tightest) {
                tightest = gap;
                difference = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - (before + gap / 2);
            }
        }
        return new BootClock(difference);
    }

    public long toEpochNanos(long bootNanos) {
        return bootNanos + bootToEpoch;
    }

    public long toBootNanos(long epochNanos) {
        return epochNanos - bootToEpoch;
    }
}

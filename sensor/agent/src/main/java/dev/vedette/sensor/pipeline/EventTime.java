package dev.vedette.sensor.pipeline;

import dev.vedette.probes.BootClock;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * When something happened, for people: from the kernel's boot clock to nanoseconds since 1970.
 *
 * <p>Both clocks are compared anew every few seconds, and at once when the time of day has gone another way than the
 * machine's own clock, so that the first event after it was set says it rightly. What events are told apart by is the boot
 * clock alone. Not thread-safe: the pipeline's thread asks.
 */
public final class EventTime implements LongUnaryOperator {
    private static final long MEASURED_EVERY_NANOS = 5_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long JUMP_MILLIS = 1_000;

    private final Supplier<BootClock> measure;
    private final LongSupplier nanoTime;
    private final LongSupplier epochMillis;
    private BootClock clock;
    private long measuredNanos;
    private long measuredMillis;

    /** @param measure compares the clocks now */
    public EventTime(Supplier<BootClock> measure) {
        this(measure, System::nanoTime, System::currentTimeMillis);
    }

    EventTime(Supplier<BootClock> measure, LongSupplier nanoTime, LongSupplier epochMillis) {
        this.measure = measure;
        this.nanoTime = nanoTime;
        this.epochMillis = epochMillis;
        compare(nanoTime.getAsLong(), epochMillis.getAsLong());
    }

    private void compare(long now, long millis) {
        clock = measure.get();
        measuredNanos = now;
        measuredMillis = millis;
    }

    @Override
    public long applyAsLong(long bootNanos) {
        long now = nanoTime.getAsLong();
        long millis = epochMillis.getAsLong();
        long passed = now - measuredNanos;
        if (passed > MEASURED_EVERY_NANOS
                || Math.abs(millis - measuredMillis - passed / NANOS_PER_MILLI) > JUMP_MILLIS) {
            compare(now, millis);
        }
        return clock.toEpochNanos(bootNanos);
    }
}

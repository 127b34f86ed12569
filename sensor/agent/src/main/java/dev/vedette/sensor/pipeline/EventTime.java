package dev.vedette.sensor.pipeline;

import dev.vedette.probes.BootClock;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * When something happened, for people: from the kernel's boot clock to nanoseconds since 1970.
 *
 * <p>Both clocks are compared anew every few seconds, so that events say the right time of day soon after it was set. What
 * events are told apart by is the boot clock alone. Not thread-safe: the pipeline's thread asks.
 */
public final class EventTime implements LongUnaryOperator {
    private static final long MEASURED_EVERY_NANOS = 5_000_000_000L;

    private final Supplier<BootClock> measure;
    private final LongSupplier nanoTime;
    private BootClock clock;
    private long measuredNanos;

    /** @param measure compares the clocks now */
    public EventTime(Supplier<BootClock> measure) {
        this(measure, System::nanoTime);
    }

    EventTime(Supplier<BootClock> measure, LongSupplier nanoTime) {
        this.measure = measure;
        this.nanoTime = nanoTime;
        this.clock = measure.get();
        this.measuredNanos = nanoTime.getAsLong();
    }

    @Override
    public long applyAsLong(long bootNanos) {
        long now = nanoTime.getAsLong();
        if (now - measuredNanos > MEASURED_EVERY_NANOS) {
            clock = measure.get();
            measuredNanos = now;
        }
        return clock.toEpochNanos(bootNanos);
    }
}

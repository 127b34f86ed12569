package dev.vedette.tests.support;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something to be there, with a bound. */
public final class Waiting {
    /** For what takes a moment: so long only where the machine is slow or what is awaited never comes. */
    public static final Duration LONG = Duration.ofMinutes(2);

    private static final long STEP_NANOS = 10_000_000;

    private Waiting() {}

    /** @throws AssertionError if {@code what} is not so within {@link #LONG} */
    public static void until(String what, BooleanSupplier condition) {
        var unused = seen(what, LONG, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** @throws AssertionError if there is no {@code what} within {@code bound} */
    public static <T> T seen(String what, Duration bound, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + bound.toNanos();
        Optional<T> found = look.get();
        while (found.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(STEP_NANOS);
            found = look.get();
        }
        return found.orElseThrow(() -> new AssertionError("not within " + bound.toSeconds() + " s: " + what));
    }
}

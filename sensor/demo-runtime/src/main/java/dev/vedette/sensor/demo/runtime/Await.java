package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, with a bound. */
final class Await {
    private static final Duration STEP = Duration.ofMillis(10);

    private Await() {}

    /** Whether it became true in time. */
    static boolean until(Duration bound, BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting.", e);
            }
        }
        return true;
    }
}

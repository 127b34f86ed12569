package dev.vedette.sensor.images;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Goes on evenly from the time of day that it was made at, whatever time is set on the node meanwhile: for waiting, and for
 * nothing that is told. Thread-safe.
 */
final class SteadyTime implements InstantSource {
    private final Instant begun = Instant.now();
    private final long begunNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return begun.plusNanos(System.nanoTime() - begunNanos);
    }
}

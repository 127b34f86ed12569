package dev.vedette.sensor.pipeline;

import java.time.Instant;
import java.time.InstantSource;

/** The time of day as facts carry it. Thread-safe. */
public record EpochClock(InstantSource source) {
    /** Nanoseconds since 1970. */
    public long epochNanos() {
        Instant now = source.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}

package dev.vedette.policy.admission.review;

import java.time.Duration;

/**
 * Until when an answer is of use, by the clock that nobody sets.
 *
 * @param atNanos of {@link System#nanoTime()}
 */
public record Deadline(long atNanos) {
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** How long it is still; zero if it has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
    }

    public boolean hasPassed() {
        return atNanos - System.nanoTime() <= 0;
    }

    /** One that leaves at least half of the time, and lets no more than {@code most} pass. */
    public Deadline half(Duration most) {
        Duration half = left().dividedBy(2);
        return in(half.compareTo(most) < 0 ? half : most);
    }
}

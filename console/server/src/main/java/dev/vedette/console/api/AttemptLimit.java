package dev.vedette.console.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Allows so many attempts per address and minute, so that tokens cannot be tried out. Thread-safe. */
final class AttemptLimit {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 10_000;

    private final Map<String, Deque<Instant>> attempts = new HashMap<>();
    private final int limit;
    private final Clock clock;

    AttemptLimit(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Counts an attempt; false if it is one too many. */
    synchronized boolean allow(String address) {
        Instant now = clock.instant();
        Instant since = now.minus(WINDOW);
        if (attempts.size() >= MAX_ADDRESSES) {
            attempts.values().removeIf(times -> times.getLast().isBefore(since));
        }
        if (attempts.size() >= MAX_ADDRESSES && !attempts.containsKey(address)) {
            return false;
        }
        Deque<Instant> times = attempts.computeIfAbsent(address, a -> new ArrayDeque<>());
        while (!times.isEmpty() && times.getFirst().isBefore(since)) {
            times.removeFirst();
        }
        if (times.size() >= limit) {
            return false;
        }
        times.addLast(now);
        return true;
    }
}

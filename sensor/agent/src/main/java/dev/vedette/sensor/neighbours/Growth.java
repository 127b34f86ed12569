package dev.vedette.sensor.neighbours;

import java.util.HashMap;
import java.util.Map;

/** By how much figures that only grow have grown since the look before. Not thread-safe. */
final class Growth<K> {
    private Map<K, Long> before = Map.of();
    private Map<K, Long> now = new HashMap<>();

    /** Takes a figure of this look. One that is smaller than before was forgotten meanwhile and began anew. */
    long of(K key, long value) {
        now.put(key, value);
        long known = before.getOrDefault(key, 0L);
        return value < known ? value : value - known;
    }

    /** Ends the look; what it did not tell is forgotten. */
    void endLook() {
        before = now;
        now = new HashMap<>();
    }
}

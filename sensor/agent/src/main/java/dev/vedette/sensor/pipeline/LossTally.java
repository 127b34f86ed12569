package dev.vedette.sensor.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What has been lost since the start, by where and why. Thread-safe. */
public final class LossTally {
    private final Map<Loss, Long> totals = new ConcurrentHashMap<>();

    /** A kind of loss. */
    public record Loss(String where, String why) {}

    public void add(String where, String why, long count) {
        totals.merge(new Loss(where, why), count, Long::sum);
    }

    public Map<Loss, Long> totals() {
        return Map.copyOf(totals);
    }
}

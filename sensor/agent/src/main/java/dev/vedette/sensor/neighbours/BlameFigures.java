package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.Cause;
import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.sensor.metrics.Metrics;
import java.util.HashMap;
import java.util.Map;

/**
 * Who waited behind whom for one resource, as figures. A pair gets a series of its own when it waits much in one window and there is room;
 * all others are one series together. A pair that has been quiet for ten minutes makes room. Not thread-safe.
 */
final class BlameFigures {
    static final int MOST_PAIRS = 128;

    /** 2 % of a window. */
    static final long MUCH_NANOS = 100_000_000;

    private static final int WINDOWS_QUIET = 120;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String OTHER = "other";

    private final Metrics.Counter seconds;
    private final String resource;
    private final Map<Pair, Long> lastWindow = new HashMap<>();
    private long window;

    private record Pair(String victim, String culprit) {}

    /** @param seconds see {@link #counter}; one for all resources */
    BlameFigures(Metrics.Counter seconds, Resource resource) {
        this.seconds = seconds;
        this.resource = resource.label();
    }

    static Metrics.Counter counter(Metrics metrics) {
        return metrics.counter(
                "vedette_blame_seconds_total",
                "How long a container waited behind another, itself, its own quota or what is not known.",
                "victim",
                "culprit",
                "resource");
    }

    /** Counts a window. */
    void add(Iterable<Judgement> judgements) {
        window++;
        for (Judgement judgement : judgements) {
            String victim = judgement.victim().displayName();
            judgement.row().causes().forEach((cause, nanos) -> add(victim, cause, nanos));
        }
        lastWindow.entrySet().removeIf(entry -> {
            boolean quiet = window - entry.getValue() >= WINDOWS_QUIET;
            if (quiet) {
                seconds.remove(entry.getKey().victim(), entry.getKey().culprit(), resource);
            }
            return quiet;
        });
    }

    private void add(String victim, Cause cause, long nanos) {
        Pair pair = new Pair(victim, cause.label());
        if (lastWindow.containsKey(pair) ? nanos > 0 : nanos >= MUCH_NANOS && lastWindow.size() < MOST_PAIRS) {
            lastWindow.put(pair, window);
            seconds.add(nanos / NANOS_PER_SECOND, pair.victim(), pair.culprit(), resource);
        } else {
            seconds.add(nanos / NANOS_PER_SECOND, OTHER, OTHER, resource);
        }
    }
}

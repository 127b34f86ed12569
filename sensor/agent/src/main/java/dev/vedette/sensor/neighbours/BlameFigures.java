package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.Cause;
import dev.vedette.baseline.blame.Judgement;
import dev.vedette.sensor.metrics.Metrics;
import java.util.HashMap;
import java.util.Map;

/**
 * Who waited behind whom, as figures. A pair gets a series of its own when it waits much in one window and there is room;
 * all others are one series together. A pair that has been quiet for ten minutes makes room. Not thread-safe.
 */
final class BlameFigures {
    static final int MOST_PAIRS = 128;

    /** 2 % of a window. */
    static final long MUCH_NANOS = 100_000_000;

    private static final int WINDOWS_QUIET = 120;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String OTHER = "other";
    private static final String RESOURCE = "cpu";

    private final Metrics.Counter seconds;
    private final Map<Pair, Long> lastWindow = new HashMap<>();
    private long window;

    private record Pair(String victim, String culprit) {}

    BlameFigures(Metrics metrics) {
        seconds = metrics.counter(
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
                seconds.remove(entry.getKey().victim(), entry.getKey().culprit(), RESOURCE);
            }
            return quiet;
        });
    }

    private void add(String victim, Cause cause, long nanos) {
        Pair pair = new Pair(victim, cause.label());
        if (lastWindow.containsKey(pair) ? nanos > 0 : nanos >= MUCH_NANOS && lastWindow.size() < MOST_PAIRS) {
            lastWindow.put(pair, window);
            seconds.add(nanos / NANOS_PER_SECOND, pair.victim(), pair.culprit(), RESOURCE);
        } else {
            seconds.add(nanos / NANOS_PER_SECOND, OTHER, OTHER, RESOURCE);
        }
    }
}

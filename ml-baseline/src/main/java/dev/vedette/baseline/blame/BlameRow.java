package dev.vedette.baseline.blame;

import dev.vedette.policy.model.Container;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One victim's row of the matrix: what it waited behind whom in one window.
 *
 * @param causes nanoseconds by cause, the most first; none is zero
 * @param p95 19 of 20 of its waits were at most so long, nanoseconds; 0 where not known
 */
public record BlameRow(Container victim, Map<Cause, Long> causes, long p95) {
    public BlameRow {
        Map<Cause, Long> ordered = new LinkedHashMap<>();
        causes.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<Cause, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> entry.getKey().label()))
                .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        causes = java.util.Collections.unmodifiableMap(ordered);
    }

    /** All that it waited, nanoseconds, summed over its tasks. */
    public long waited() {
        return causes.values().stream().mapToLong(Long::longValue).sum();
    }

    long behindOthers() {
        return causes.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof Cause.Neighbour)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}

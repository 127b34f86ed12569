package dev.vedette.baseline.blame;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the victim and the culprit of CPU contention, window by window.
 *
 * <p>A victim waits behind others clearly longer than it usually does, in two of three windows. The culprit is the one
 * behind whom it waited for at least half of that, if its part has grown. Where a container waits mostly behind its own
 * tasks nobody else is to blame, and where many share the wait evenly the node is simply full: both are no contention.
 * Not thread-safe.
 */
public final class CpuBlame {
    /** The window that waits are summed over. */
    public static final Duration WINDOW = Duration.ofSeconds(5);

    private static final double CULPRIT_SHARE = 0.5;
    private static final double GROWTH = 1.5;

    /** Below this a wait harms nobody: 4 % of a window. */
    private static final long FLOOR_NANOS = WINDOW.toNanos() / 25;

    private final Map<String, VictimHistory> victims = new HashMap<>();
    private final Map<String, Long> earlierBlame = new HashMap<>();

    /** Judges one window's matrix. */
    public List<CpuContention> window(List<CpuWait> waits, long epochNanos) {
        Map<String, List<CpuWait>> byVictim = new HashMap<>();
        for (CpuWait wait : waits) {
            byVictim.computeIfAbsent(keyOf(wait.victim()), key -> new ArrayList<>())
                    .add(wait);
        }
        victims.keySet().retainAll(byVictim.keySet());
        List<CpuContention> found = new ArrayList<>();
        byVictim.forEach((key, row) -> judge(key, row, epochNanos).ifPresent(found::add));
        rememberBlame(waits);
        return found;
    }

    private Optional<CpuContention> judge(String key, List<CpuWait> row, long epochNanos) {
        Container victim = row.getFirst().victim();
        long behindItself = sum(row, true);
        long behindOthers = sum(row, false);
        VictimHistory history = victims.computeIfAbsent(key, k -> new VictimHistory());
        long usual = history.usualNanos();
        boolean harmed = history.learned()
                && behindOthers > Math.max(FLOOR_NANOS, history.unusualNanos())
                && behindOthers > behindItself;
        boolean shows = history.add(behindOthers, harmed);
        if (!shows || victim.onHost()) {
            return Optional.empty();
        }
        return culprit(key, row, behindOthers)
                .map(wait -> new CpuContention(
                        victim,
                        wait.culprit(),
                        WINDOW,
                        Duration.ofNanos(behindOthers),
                        Duration.ofNanos(usual),
                        (double) wait.nanos() / behindOthers,
                        epochNanos,
                        Origin.LIVE));
    }

    private Optional<CpuWait> culprit(String victimKey, List<CpuWait> row, long behindOthers) {
        return row.stream()
                .filter(wait -> !keyOf(wait.culprit()).equals(victimKey))
                .max((a, b) -> Long.compare(a.nanos(), b.nanos()))
                .filter(wait -> wait.nanos() >= CULPRIT_SHARE * behindOthers)
                .filter(wait -> wait.nanos() > GROWTH * earlierBlame.getOrDefault(cellOf(wait), 0L));
    }

    /** Keeps a slow mean of each cell; harm that lasts stays above it for some windows, then becomes the node's state. */
    private void rememberBlame(List<CpuWait> waits) {
        Map<String, Long> now = new HashMap<>();
        for (CpuWait wait : waits) {
            long before = earlierBlame.getOrDefault(cellOf(wait), 0L);
            now.put(cellOf(wait), before + (wait.nanos() - before) / 16);
        }
        earlierBlame.clear();
        earlierBlame.putAll(now);
    }

    private static long sum(List<CpuWait> row, boolean behindItself) {
        return row.stream()
                .filter(wait -> keyOf(wait.culprit()).equals(keyOf(wait.victim())) == behindItself)
                .mapToLong(CpuWait::nanos)
                .sum();
    }

    private static String cellOf(CpuWait wait) {
        return keyOf(wait.victim()) + "<" + keyOf(wait.culprit());
    }

    private static String keyOf(Container container) {
        return container.onHost() ? "host" : container.id();
    }
}

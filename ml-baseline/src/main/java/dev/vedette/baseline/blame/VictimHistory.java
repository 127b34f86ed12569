package dev.vedette.baseline.blame;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How long one container waited in past windows, and behind whom. Not thread-safe. */
final class VictimHistory {
    /** In how many of the last windows harm must show before it is said. */
    private static final int RECENT = 3;

    private static final int HARMED_OF_RECENT = 2;

    /** Below this a wait harms nobody, nanoseconds: 4 % of a window. */
    private static final long FLOOR = NeighbourJudge.WINDOW.toNanos() / 25;

    private final Usual waited = new Usual();
    private final Usual behindOthers = new Usual();
    private final Usual p95 = new Usual();
    private final Map<String, Usual> causes = new HashMap<>();
    private final Deque<Boolean> recentHarm = new ArrayDeque<>();

    boolean learned() {
        return waited.known();
    }

    long usualNanos() {
        return waited.median();
    }

    long usualP95() {
        return p95.median();
    }

    /** Whether it waits longer than it usually does, in all or behind others, and so long that it matters. */
    boolean harmed(BlameRow row) {
        return learned()
                && (row.waited() > Math.max(FLOOR, waited.limit())
                        || row.behindOthers() > Math.max(FLOOR, behindOthers.limit()));
    }

    /** Whether its single waits are so long that it is harm; so they are where it is not known how long they usually are. */
    boolean slowed(BlameRow row, Resource resource) {
        return row.p95() >= resource.leastWait() && row.p95() >= resource.leastSlowdown() * p95.median();
    }

    /** Adds whether the newest window was harmed, and says whether harm now shows in enough of the recent ones. */
    boolean lasts(boolean harmed) {
        recentHarm.addLast(harmed);
        if (recentHarm.size() > RECENT) {
            recentHarm.removeFirst();
        }
        return harmed && recentHarm.stream().filter(Boolean::booleanValue).count() >= HARMED_OF_RECENT;
    }

    /** By how much a cause exceeds what it usually is, nanoseconds. */
    long excess(Cause cause, long nanos) {
        Usual usual = causes.get(BlameWindow.keyOf(cause));
        return usual == null ? nanos : Math.max(0, nanos - usual.median());
    }

    void learn(BlameRow row) {
        if (row.p95() > 0) {
            p95.add(row.p95());
        }
        Map<String, Long> now = new HashMap<>();
        row.causes().forEach((cause, nanos) -> now.put(BlameWindow.keyOf(cause), nanos));
        learn(row.waited(), row.behindOthers(), now);
    }

    /** A window in which it did not wait. */
    void idle() {
        lasts(false);
        learn(0, 0, Map.of());
    }

    private void learn(long waitedNow, long behindOthersNow, Map<String, Long> now) {
        now.keySet().forEach(key -> causes.computeIfAbsent(key, unused -> waited.nothingSoFar()));
        causes.forEach((key, usual) -> usual.add(now.getOrDefault(key, 0L)));
        // What is a cause once in a while is as good as none, and would stay for ever after it ended.
        causes.entrySet()
                .removeIf(entry ->
                        !now.containsKey(entry.getKey()) && entry.getValue().median() == 0);
        waited.add(waitedNow);
        behindOthers.add(behindOthersNow);
    }
}

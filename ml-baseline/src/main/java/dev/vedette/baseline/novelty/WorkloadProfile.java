package dev.vedette.baseline.novelty;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one workload was seen to do, of one kind.
 *
 * <p>Properties: an item counts as known once it was learned, however often; what remains to be expected is estimated
 * by the share of items seen exactly once (Good–Turing); learning never ends by the clock alone. Bounded in items and
 * replicas. Not thread-safe.
 */
final class WorkloadProfile {
    static final int MAX_ITEMS = 4_096;
    private static final int MAX_REPLICAS = 16;

    private final Map<LearnedItem, Integer> seen = new HashMap<>();
    private final Set<String> replicas = new HashSet<>();
    private final long beganNanos;
    private long observations;
    private int seenOnce;

    /** @param beganNanos boot clock, as all times here */
    WorkloadProfile(long beganNanos) {
        this.beganNanos = beganNanos;
    }

    boolean knows(LearnedItem item) {
        return seen.containsKey(item);
    }

    void learn(LearnedItem item, String replica) {
        observations++;
        if (replicas.size() < MAX_REPLICAS) {
            replicas.add(replica);
        }
        if (!overflowed() || knows(item)) {
            int times = seen.merge(item, 1, Integer::sum);
            seenOnce += times == 1 ? 1 : times == 2 ? -1 : 0;
        }
    }

    /** Whether it has met more than it can hold: then nothing can be called new. */
    boolean overflowed() {
        return seen.size() >= MAX_ITEMS;
    }

    LearningState state(LearningGoals goals, long nowNanos) {
        boolean enough = observations >= goals.observations()
                && replicas.size() >= goals.replicas()
                && learnedFor(nowNanos).compareTo(goals.shortest()) >= 0;
        if (!enough || overflowed()) {
            return LearningState.LEARNING;
        }
        return expectedNovelty() <= goals.novelty() ? LearningState.LEARNED : LearningState.PROVISIONAL;
    }

    /** The share of what is to come that will be new, by Good and Turing: items seen once over all observations. */
    double expectedNovelty() {
        return observations == 0 ? 1 : (double) seenOnce / observations;
    }

    /** The known item that is most like {@code item}: of the same subject, else by the same doer. */
    Optional<LearnedItem> nearest(LearnedItem item) {
        Optional<LearnedItem> sameSubject = seen.keySet().stream()
                .filter(known -> known.subject().equals(item.subject()))
                .findFirst();
        return sameSubject.isPresent()
                ? sameSubject
                : seen.keySet().stream()
                        .filter(known -> known.doer().equals(item.doer()))
                        .findFirst();
    }

    int replicas() {
        return replicas.size();
    }

    long observations() {
        return observations;
    }

    Duration learnedFor(long nowNanos) {
        return Duration.ofNanos(Math.max(0, nowNanos - beganNanos));
    }
}

package dev.vedette.baseline.novelty;

import java.time.Duration;

/**
 * When a workload counts as learned.
 *
 * @param shortest the least time to learn
 * @param observations the fewest of a kind to have seen: programs that start, files that are written, peers that are reached
 * @param replicas the fewest containers to have seen, restarts included
 * @param novelty the highest share of new items still to be expected, 0 to 1
 */
public record LearningGoals(Duration shortest, int observations, int replicas, double novelty) {
    /** A day of at least 50 of a kind in 3 containers, with at most one new item in 50 to come. */
    public static final LearningGoals DEFAULT = new LearningGoals(Duration.ofHours(24), 50, 3, 0.02);

    public LearningGoals {
        if (shortest.isNegative() || observations < 1 || replicas < 1 || novelty < 0 || novelty > 1) {
            throw new IllegalArgumentException("learning goals out of range: " + shortest + ", " + observations
                    + " observations, " + replicas + " replicas, novelty " + novelty);
        }
    }
}

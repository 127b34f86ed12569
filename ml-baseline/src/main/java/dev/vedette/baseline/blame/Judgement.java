package dev.vedette.baseline.blame;

import dev.vedette.policy.model.Container;
import java.util.Objects;
import java.util.Optional;

/**
 * What one window means for one container.
 *
 * @param row what it waited, behind whom
 * @param usual what it usually waits in a window, nanoseconds
 * @param usualP95 as long as 19 of 20 of its waits usually are at most, nanoseconds
 * @param blamed whom the verdict {@link Verdict#NEIGHBOUR} names; empty with every other
 */
public record Judgement(BlameRow row, Verdict verdict, long usual, long usualP95, Optional<Blamed> blamed) {
    /**
     * A culprit.
     *
     * @param share its part of what the victim waited more than usual, 0 to 1
     */
    public record Blamed(Container culprit, double share) {}

    public Judgement {
        Objects.requireNonNull(row, "row is null");
        if (blamed.isPresent() != (verdict == Verdict.NEIGHBOUR)) {
            throw new IllegalArgumentException("a culprit belongs to the verdict NEIGHBOUR and to no other");
        }
    }

    public Container victim() {
        return row.victim();
    }
}

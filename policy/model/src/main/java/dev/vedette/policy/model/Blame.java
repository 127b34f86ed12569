package dev.vedette.policy.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Who made a container wait in one window, and for how long.
 *
 * @param culprit who used the resource while the victim waited; {@link Container#HOST} for the node's own services
 * @param share the culprit's part of what the victim waited more than usual, 0 to 1
 * @param window the time that is summed over
 * @param waited the victim's wait within the window, summed over all that waited; may exceed the window
 * @param usual the wait that is normal for it in such a window
 * @param p95 19 of 20 single waits of the window were at most so long, to within a quarter; zero where not known
 * @param usualP95 the same of its usual windows
 * @param row what of the wait was behind whom, the most first
 */
public record Blame(
        Container culprit,
        double share,
        Duration window,
        Duration waited,
        Duration usual,
        Duration p95,
        Duration usualP95,
        List<WaitShare> row) {
    public Blame {
        Objects.requireNonNull(culprit, "culprit is null");
        row = List.copyOf(row);
    }
}

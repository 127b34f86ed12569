package dev.vedette.policy.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A container waited for the CPU above its own normal, and one other, which used it more than it usually does, is to blame
 * for most of that. What a container's own load or its own quota does to it, and what all do to each other on a node that
 * is full, never becomes this fact.
 *
 * @param container the victim
 * @param culprit who ran while the victim waited; {@link Container#HOST} for the node's own services
 * @param waited the victim's run-queue wait within the window, summed over its tasks; may exceed the window
 * @param usual the wait that is normal for it in such a window
 * @param culpritShare the culprit's part of what the victim waited more than usual, 0 to 1
 * @param p95 19 of 20 single waits of the window were at most so long, to within a quarter; zero where not known
 * @param usualP95 the same of its usual windows
 * @param row what of the wait was behind whom, the most first
 */
public record CpuContention(
        Container container,
        Container culprit,
        Duration window,
        Duration waited,
        Duration usual,
        double culpritShare,
        Duration p95,
        Duration usualP95,
        List<WaitShare> row,
        long epochNanos,
        Origin origin)
        implements Harm {
    public CpuContention {
        Objects.requireNonNull(culprit, "culprit is null");
        row = List.copyOf(row);
    }
}

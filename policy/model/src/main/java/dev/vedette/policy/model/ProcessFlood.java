package dev.vedette.policy.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Processes and threads fill what has room for so many and no more, a limit or the node's own table, and whose doing that is.
 *
 * @param container whose doing it is; where that is not known, who has most of them below a limit that is shared, and {@link
 *     Container#HOST} for the node
 * @param bound {@link Bound#OWN_LIMIT}, {@link Bound#SHARED_LIMIT} or {@link Bound#NODE}
 * @param tasks how many there are, threads counted; fewer than the limit where it would be full within a minute
 * @param limit how many there can be
 * @param refused how many were refused since it began; 0 where nobody counts them, as on the node
 * @param history for how long the growth was watched
 * @param growth who grew of those that share what is full, the most first
 */
public record ProcessFlood(
        Container container,
        Bound bound,
        long tasks,
        long limit,
        long refused,
        Doing doing,
        Duration history,
        List<ContainerGrowth> growth,
        long epochNanos,
        Origin origin)
        implements Fact {
    public ProcessFlood {
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(bound, "bound is null");
        Objects.requireNonNull(doing, "doing is null");
        Objects.requireNonNull(history, "history is null");
        growth = List.copyOf(growth);
    }
}

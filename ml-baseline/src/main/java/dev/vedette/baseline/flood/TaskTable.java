package dev.vedette.baseline.flood;

import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What has room for so many processes and threads and no more, as it was at one look.
 *
 * @param bound {@link Bound#OWN_LIMIT}, {@link Bound#SHARED_LIMIT} or {@link Bound#NODE}
 * @param owner whose own limit it is; {@link Container#HOST} of those that are shared
 * @param groupId the control group whose limit it is; 0 of the node
 * @param tasks how many there are, threads counted
 * @param limit more than zero
 * @param refused how many were refused since the group was made, or the node started; 0 where nobody counts them
 * @param sharing who counts to it
 */
public record TaskTable(
        Bound bound,
        Container owner,
        long groupId,
        long tasks,
        long limit,
        long refused,
        Predicate<Container> sharing) {
    public TaskTable {
        Objects.requireNonNull(bound, "bound is null");
        Objects.requireNonNull(owner, "owner is null");
        Objects.requireNonNull(sharing, "sharing is null");
        if (limit <= 0) {
            throw new IllegalArgumentException("limit is " + limit + ": a table without one is never full");
        }
    }

    boolean ofNode() {
        return bound == Bound.NODE;
    }
}

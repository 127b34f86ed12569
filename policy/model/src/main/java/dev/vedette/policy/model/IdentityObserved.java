package dev.vedette.policy.model;

import java.util.Objects;

/**
 * Something about who a container is that people should know: its runtime does not say, has said at last, or has said
 * something else than before.
 *
 * @param container as it is known now
 * @param before as it was taken for until now; equal to {@code container} while it is pending
 * @param waitedNanos how long the container's first event has waited, boot clock
 * @param events how many of its events went out without its identity so far
 * @param updated how many of them are told again with it
 */
public record IdentityObserved(
        State state,
        Container container,
        Container before,
        long waitedNanos,
        long events,
        long updated,
        long epochNanos,
        Origin origin)
        implements Fact {
    /** What is so about it. */
    public enum State {
        /** A container for sure, whose runtime has not named it within the bound. */
        PENDING,
        /** The runtime has named it after that bound. */
        COMPLETED,
        /** It was one container and is now said to be another. */
        CHANGED
    }

    public IdentityObserved {
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(before, "before is null");
        Objects.requireNonNull(origin, "origin is null");
    }

    @Override
    public boolean standing() {
        return true;
    }
}

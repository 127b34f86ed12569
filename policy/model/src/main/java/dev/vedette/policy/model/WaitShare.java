package dev.vedette.policy.model;

import java.time.Duration;
import java.util.Objects;

/**
 * What a container waited behind one of those that made it wait.
 *
 * @param behind for people: a container's {@link Container#displayName() name}, {@code host}, {@code itself}, {@code its own
 *     quota} or {@code not known}
 * @param waited within the window
 * @param share of all that it waited in the window, 0 to 1
 */
public record WaitShare(String behind, Duration waited, double share) {
    public WaitShare {
        Objects.requireNonNull(behind, "behind is null");
        Objects.requireNonNull(waited, "waited is null");
    }
}

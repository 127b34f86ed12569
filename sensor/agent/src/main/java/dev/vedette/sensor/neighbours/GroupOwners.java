package dev.vedette.sensor.neighbours;

import dev.vedette.policy.model.Container;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose control groups are, also those that were removed since the look before: who made others wait and then ended is
 * still to be named, and must not be taken for the node. Not thread-safe.
 */
final class GroupOwners {
    private final ContainerRegistry containers;
    private Map<Long, Container> before = Map.of();
    private Map<Long, Container> now = new HashMap<>();

    GroupOwners(ContainerRegistry containers) {
        this.containers = containers;
    }

    /** {@link Container#HOST} for the node's own; empty if it is not known. A number used again is its new owner's. */
    Optional<Container> of(long groupId) {
        Container owner = containers.knows(groupId) ? containers.containerOf(groupId) : before.get(groupId);
        if (owner != null) {
            now.put(groupId, owner);
        }
        return Optional.ofNullable(owner);
    }

    /** Ends the look; groups that nobody asked for are forgotten. */
    void endLook() {
        before = now;
        now = new HashMap<>();
    }
}

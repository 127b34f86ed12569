package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A neighbour takes the memory that a container shares with it: its tasks had to look for memory before they could go on.
 *
 * @param container the victim
 * @param blame the waits in direct reclaim, summed over the victim's tasks; single ones (p95) are not told apart
 * @param culpritGrewBytes by how much the culprit grew in the window and the eight seconds before
 * @param culpritLimitBytes the culprit's own limit; 0 where it has none, or it is not known
 */
public record MemoryContention(
        Container container, Blame blame, long culpritGrewBytes, long culpritLimitBytes, long epochNanos, Origin origin)
        implements Contention {
    public MemoryContention {
        Objects.requireNonNull(blame, "blame is null");
    }
}

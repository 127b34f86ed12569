package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A neighbour takes the CPU from a container: its tasks were ready to run and had to wait.
 *
 * @param container the victim
 * @param blame the waits in the run queue, summed over the victim's tasks
 */
public record CpuContention(Container container, Blame blame, long epochNanos, Origin origin) implements Contention {
    public CpuContention {
        Objects.requireNonNull(blame, "blame is null");
    }
}

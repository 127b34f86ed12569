package dev.vedette.policy.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The kernel ended a process for want of memory, and what the seconds before say of the cause. {@link OutOfMemoryKilled} is
 * the event itself.
 *
 * @param container whose process it was, {@link Container#HOST} for one of the node
 * @param process its short name
 * @param heldBytes what it held, without files that are on a disk; 0 where the kernel does not tell (before 6.8)
 * @param limitBytes the limit that was reached; 0 where it was none, or is not known
 * @param history for how long the growth was watched; zero where nothing is known of it
 * @param growth who grew of those that share what was full, the most first
 */
public record MemoryKill(
        Container container,
        String process,
        long heldBytes,
        Bound bound,
        long limitBytes,
        Doing doing,
        Duration history,
        List<ContainerGrowth> growth,
        long epochNanos,
        Origin origin)
        implements Harm {
    public MemoryKill {
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(process, "process is null");
        Objects.requireNonNull(bound, "bound is null");
        Objects.requireNonNull(doing, "doing is null");
        Objects.requireNonNull(history, "history is null");
        growth = List.copyOf(growth);
    }

    /** The one other whose doing it is, with its growth. */
    public Optional<ContainerGrowth> neighbour() {
        return doing == Doing.NEIGHBOUR ? growth.stream().findFirst() : Optional.empty();
    }

    @Override
    public Container culprit() {
        return neighbour().map(ContainerGrowth::container).orElse(null);
    }
}

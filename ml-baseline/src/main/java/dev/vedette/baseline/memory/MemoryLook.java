package dev.vedette.baseline.memory;

import dev.vedette.policy.model.Container;
import java.util.List;

/**
 * What all held at one moment.
 *
 * @param nanos the moment, of a clock that does not jump
 * @param nodeBytes all memory of the node that is not free, page cache included; 0 where not known
 */
public record MemoryLook(long nanos, long nodeBytes, List<Holding> holdings) {
    /**
     * What one container held, page cache included.
     *
     * @param limitBytes its own limit; 0 where it has none, or it is not known
     */
    public record Holding(Container container, long bytes, long limitBytes) {}

    public MemoryLook {
        holdings = List.copyOf(holdings);
    }

    /** What is no container's; 0 where not known. */
    long hostBytes() {
        long ofContainers = holdings.stream().mapToLong(Holding::bytes).sum();
        return nodeBytes == 0 ? 0 : Math.max(0, nodeBytes - ofContainers);
    }
}

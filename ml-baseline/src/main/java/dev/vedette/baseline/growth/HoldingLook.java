package dev.vedette.baseline.growth;

import dev.vedette.policy.model.Container;
import java.util.List;

/**
 * What all held of something at one moment, in whatever unit it is counted.
 *
 * @param nanos the moment, of a clock that does not jump
 * @param nodeHeld all that is taken on the node; 0 where not known
 */
public record HoldingLook(long nanos, long nodeHeld, List<Holding> holdings) {
    /**
     * What one container held.
     *
     * @param limit its own; 0 where it has none, or it is not known
     */
    public record Holding(Container container, long held, long limit) {}

    public HoldingLook {
        holdings = List.copyOf(holdings);
    }

    /** What is no container's; 0 where not known. */
    long hostHeld() {
        long ofContainers = holdings.stream().mapToLong(Holding::held).sum();
        return nodeHeld == 0 ? 0 : Math.max(0, nodeHeld - ofContainers);
    }
}

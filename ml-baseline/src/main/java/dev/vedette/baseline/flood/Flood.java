package dev.vedette.baseline.flood;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Doing;
import java.time.Duration;
import java.util.List;

/**
 * A table that is full of processes and threads, or about to be.
 *
 * @param container whose doing it is; else who has most of a limit that is shared, and {@link Container#HOST} for the node
 * @param refused how many were refused since it began; 0 where nobody counts them
 * @param history for how long the growth was watched
 * @param growth who grew of those that share the table, the most first
 */
public record Flood(
        TaskTable table,
        Container container,
        Doing doing,
        long refused,
        Duration history,
        List<ContainerGrowth> growth) {
    public Flood {
        growth = List.copyOf(growth);
    }
}

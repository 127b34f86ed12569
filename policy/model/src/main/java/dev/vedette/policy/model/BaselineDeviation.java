package dev.vedette.policy.model;

import java.time.Duration;

/**
 * A workload did what it never did while it was learned.
 *
 * @param item what was seen, as a person would say it
 * @param nearest the nearest known item, "" if none
 * @param replicas how many replicas the baseline rests on
 * @param learnedFor how long it was learned
 */
public record BaselineDeviation(
        Kind kind,
        EventContext context,
        String item,
        String nearest,
        int replicas,
        long observations,
        Duration learnedFor)
        implements Fact {
    /** What deviates. */
    public enum Kind {
        PROCESS,
        /** Where files are written. */
        FILE_AREA,
        /** Who is connected to, and by which port is listened. */
        PEER
    }

    @Override
    public Container container() {
        return context.container();
    }

    @Override
    public long epochNanos() {
        return context.epochNanos();
    }

    @Override
    public Origin origin() {
        return context.origin();
    }
}

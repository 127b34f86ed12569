package dev.vedette.policy.model;

/** What rules judge: an event, or something observed about a container, a workload or the sensor itself. */
public interface Fact {
    Container container();

    long epochNanos();

    default Origin origin() {
        return Origin.LIVE;
    }
}

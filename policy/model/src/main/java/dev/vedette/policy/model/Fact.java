package dev.vedette.policy.model;

/** What rules judge: an event, or something observed about a container, a workload or the sensor itself. */
public interface Fact {
    Container container();

    long epochNanos();

    default Origin origin() {
        return Origin.LIVE;
    }

    /**
     * Whether it is a state, seen again whenever somebody looks, and not something that happened. How things stand says
     * nothing about what a container does, and is not told again because the sensor was started again.
     */
    default boolean standing() {
        return false;
    }
}

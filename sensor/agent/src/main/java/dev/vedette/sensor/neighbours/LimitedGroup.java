package dev.vedette.sensor.neighbours;

/** The control group in which a container is counted by one controller. */
interface LimitedGroup {
    /** Whether a limit holds it together with others; else it is its own, or one of a group that it has made below. */
    boolean shares(long limitGroupId);
}

package dev.vedette.probes;

/**
 * What one cgroup did with something that it shares with others, since the programs were attached, or since the kernel side
 * last made room for others.
 */
public sealed interface GroupTimes permits CpuTimes, ServiceTimes {
    long cgroupId();

    /** For how long it used it. */
    long usedNanos();

    /** For how long it waited, summed over all that waited; waits that go on, and such of less than 5 µs, are not in it. */
    long waitedNanos();

    /** How many single waits there were, by their length. */
    WaitCounts waits();
}

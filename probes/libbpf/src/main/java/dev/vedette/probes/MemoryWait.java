package dev.vedette.probes;

/**
 * How long tasks of one cgroup had to look for memory before they could go on (direct reclaim).
 *
 * @param victimCgroupId in the hierarchy by which containers are told apart
 * @param limitCgroupId the cgroup whose limit was reached, its own or one above it, by its number in the hierarchy of the
 *     memory controller; {@link #OF_NODE} or {@link #OF_SOME_GROUP}
 * @param waitedNanos since the programs were attached, or since the kernel side last made room for others
 */
public record MemoryWait(long victimCgroupId, long limitCgroupId, long waitedNanos) {
    /** The node had too little. No cgroup has this number. */
    public static final long OF_NODE = 0;

    /** A limit was reached, and it can't be told whose. No cgroup has this number. */
    public static final long OF_SOME_GROUP = -1;
}

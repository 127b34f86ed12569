package dev.vedette.probes;

/**
 * How long tasks of one cgroup waited for a CPU that tasks of another (or the same) one used meanwhile.
 *
 * @param waitedNanos since the programs were attached
 */
public record BlameCell(long victimCgroupId, long culpritCgroupId, long waitedNanos) {}

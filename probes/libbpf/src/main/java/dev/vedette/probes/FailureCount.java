package dev.vedette.probes;

/**
 * How often the kernel side could not do its work at one place for one cgroup.
 *
 * @param place where: see failure.h of the programs
 * @param reason why: see failure.h of the programs
 * @param count since the programs were attached, not negative
 */
public record FailureCount(int place, int reason, long cgroupId, long count) {}

package dev.vedette.probes;

/**
 * How often the kernel side could not do its work at one place for one cgroup.
 *
 * @param place a name of {@link dev.vedette.probes.record.FailurePlace}, or {@code place N} for one that this version
 *     does not know
 * @param reason a name of {@link dev.vedette.probes.record.FailureReason}, or {@code reason N}
 * @param count since the programs were attached, not negative
 */
public record FailureCount(String place, String reason, long cgroupId, long count) {}

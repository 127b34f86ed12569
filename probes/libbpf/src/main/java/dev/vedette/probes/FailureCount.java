package dev.vedette.probes;

/**
 * How often the kernel side could not do its work at one place for one cgroup.
 *
 * @param place the program's name, or {@code place N} for a number that no program has
 * @param reason a name of {@link dev.vedette.probes.record.FailureReason}, or {@code reason N}
 * @param count since the programs were attached, not negative
 */
public record FailureCount(String place, String reason, long cgroupId, long count) {}

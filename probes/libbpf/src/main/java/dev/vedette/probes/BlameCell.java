package dev.vedette.probes;

/**
 * How long tasks or requests of one cgroup waited for what those of another (or the same) one used meanwhile.
 *
 * @param culpritCgroupId {@link #OWN_QUOTA} for what the victim's own limit kept it waiting
 * @param waitedNanos since the programs were attached, or since the kernel side last made room for others
 */
public record BlameCell(long victimCgroupId, long culpritCgroupId, long waitedNanos) {
    /** In the culprit's place; no cgroup has this number. */
    public static final long OWN_QUOTA = 0;
}

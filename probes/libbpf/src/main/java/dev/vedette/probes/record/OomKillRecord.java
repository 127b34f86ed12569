package dev.vedette.probes.record;

/**
 * The kernel ended a process for want of memory. The header is of the task that wanted it.
 *
 * @param anonymousPages,filePages,sharedPages what the victim held, in pages
 * @param scoreAdjustment the victim's oom_score_adj
 * @param want within what memory was wanted, {@link #WANT_UNKNOWN} and the like
 * @param limitGroupId the control group whose limit was reached, by its number in the hierarchy of the memory controller,
 *     which need not be the one that the header's is of; 0 where it was none's
 */
public record OomKillRecord(
        RecordHeader header,
        RawTarget victim,
        long anonymousPages,
        long filePages,
        long sharedPages,
        int scoreAdjustment,
        int want,
        long limitGroupId)
        implements KernelRecord {
    public static final int WANT_UNKNOWN = 0;
    public static final int WANT_OF_GROUP = 1;
    public static final int WANT_OF_NODE = 2;
}

package dev.vedette.probes.record;

/**
 * The kernel ended a process for want of memory. The header is of the task that wanted it.
 *
 * @param anonymousPages,filePages,sharedPages what the victim held, in pages
 * @param scoreAdjustment the victim's oom_score_adj
 */
public record OomKillRecord(
        RecordHeader header,
        RawTarget victim,
        long anonymousPages,
        long filePages,
        long sharedPages,
        int scoreAdjustment)
        implements KernelRecord {}

package dev.vedette.policy.model;

/**
 * The kernel ended a process for want of memory. {@link #process()} is who wanted it, {@link #victim} who paid.
 *
 * @param anonymousPages,filePages,sharedPages what the victim held, in pages of the kernel's size
 * @param scoreAdjustment the victim's oom_score_adj
 */
public record OutOfMemoryKilled(
        EventContext context,
        TargetProcess victim,
        long anonymousPages,
        long filePages,
        long sharedPages,
        int scoreAdjustment)
        implements Event {
    /** Whether another container's want ended it. */
    public boolean crossesContainers() {
        return victim.isOutsideOf(this);
    }
}

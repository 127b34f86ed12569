package dev.vedette.policy.model;

import java.util.Objects;

/**
 * The kernel ended a process for want of memory. {@link #process()} is who wanted it, {@link #victim} who paid.
 *
 * @param anonymousPages,filePages,sharedPages what the victim held, in pages of the kernel's size
 * @param scoreAdjustment the victim's oom_score_adj
 * @param limitGroupId the control group whose limit was reached, by its number in the hierarchy of the memory controller; 0
 *     where it was none's, or is not known
 */
public record OutOfMemoryKilled(
        EventContext context,
        TargetProcess victim,
        long anonymousPages,
        long filePages,
        long sharedPages,
        int scoreAdjustment,
        Want want,
        long limitGroupId)
        implements Event {
    /** Within what memory was wanted. */
    public enum Want {
        UNKNOWN,
        /** A control group's limit was reached. */
        OF_GROUP,
        /** No memory was left on the node. */
        OF_NODE
    }

    public OutOfMemoryKilled {
        Objects.requireNonNull(want, "want is null");
    }

    /** What the victim held of memory that is in nobody's file, in pages; 0 where the kernel does not tell (before 6.8). */
    public long heldPages() {
        return anonymousPages + sharedPages;
    }

    /** Whether another container's want ended it. */
    public boolean crossesContainers() {
        return victim.isOutsideOf(this);
    }
}

package dev.vedette.policy.model;

/**
 * A process reached into another, or tried to.
 *
 * @param target whom; for {@link Operation#LET_TRACE} who may trace from now on
 * @param request PTRACE_* (include/uapi/linux/ptrace.h), the descriptor's number or MADV_*, as the operation says
 */
public record ProcessAccessed(
        EventContext context, Operation operation, TargetProcess target, int request, boolean succeeded)
        implements Event {
    /** What was done. */
    public enum Operation {
        TRACE,
        /** PTRACE_TRACEME: debuggers' children do so, and programs that want to see whether they are watched. */
        LET_TRACE,
        READ_MEMORY,
        WRITE_MEMORY,
        TAKE_DESCRIPTOR,
        ADVISE_MEMORY
    }

    /** Whether the target lives in another container, or on the node. */
    public boolean crossesContainers() {
        return target.isOutsideOf(this);
    }
}

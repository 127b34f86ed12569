package dev.vedette.policy.model;

/**
 * A signal was sent to another process.
 *
 * @param signal its number (include/uapi/asm-generic/signal.h)
 * @param byKernel whether the kernel sent it and no program
 */
public record SignalSent(EventContext context, TargetProcess target, int signal, boolean byKernel) implements Event {
    /** Whether the target lives in another container, or on the node. */
    public boolean crossesContainers() {
        return target.isOutsideOf(this);
    }
}

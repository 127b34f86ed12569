package dev.vedette.rules.facts;

import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.Severity;

/** Page faults that a program handles. Flags: include/uapi/linux/userfaultfd.h. */
public final class Faults {
    private static final long USER_MODE_ONLY = 1;

    private Faults() {}

    /** Whether the kernel waits in the middle of its own work, too. */
    public static boolean ofKernel(KernelSurfaceReached reached) {
        return (reached.value() & USER_MODE_ONLY) == 0;
    }

    public static Severity severity(KernelSurfaceReached reached) {
        return ofKernel(reached) ? ofDevice(reached) : Severity.LOW;
    }

    /** By the device the kernel always waits. */
    public static Severity ofDevice(Event event) {
        if (event.container().security().privileged()) {
            return Severity.LOW;
        }
        return Programs.isWrittenLater(event.process().executable()) ? Severity.HIGH : Severity.MEDIUM;
    }
}

package dev.vedette.rules.facts;

import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.Severity;

/** Files that are opened by their numbers in a file system. */
public final class FileHandles {
    private FileHandles() {}

    /** The path of the file that was opened, as people read it. */
    public static String file(KernelSurfaceReached reached) {
        return reached.name().isEmpty() ? "a file" : Words.shortened(reached.name());
    }

    /** Where that file lies, as the end of a sentence; "" where it could be named by a path. */
    public static String place(KernelSurfaceReached reached) {
        return isOutside(reached) ? ", which lies outside the container's root" : "";
    }

    /** A privileged container has shorter ways to the disk. */
    public static Severity severity(KernelSurfaceReached reached) {
        boolean privileged = reached.container().security().privileged();
        if (isOutside(reached)) {
            return privileged ? Severity.HIGH : Severity.CRITICAL;
        }
        return privileged ? Severity.LOW : Severity.MEDIUM;
    }

    private static boolean isOutside(KernelSurfaceReached reached) {
        return reached.value() != 0;
    }
}

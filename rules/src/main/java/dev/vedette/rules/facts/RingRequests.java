package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.Tally;
import java.util.List;

/** What is asked of the kernel by io_uring. Operations: include/uapi/linux/io_uring.h. */
public final class RingRequests {
    /** What is remembered of a process that has files opened so. */
    public static final String OPENING = "files by io_uring";

    private static final long OPENAT = 18;
    private static final long OPENAT2 = 28;

    private RingRequests() {}

    public static boolean opens(KernelSurfaceReached request) {
        return request.value() == OPENAT || request.value() == OPENAT2;
    }

    /** Whether a file was opened by a process that has files opened by io_uring. */
    public static boolean isOpening(Tally tally) {
        return tally.fact() instanceof FileOpened && tally.items().contains(OPENING);
    }

    /**
     * Whether what was opened is watched.
     *
     * @param guarded files whose writing is
     * @param credentials files whose reading is
     */
    public static boolean isGuarded(FileOpened opened, List<String> guarded, List<String> credentials) {
        // A request that asks for no word of its success is told by what it named.
        FileObject file = opened.file().path().isEmpty() ? FileObject.ofPath(opened.requestedPath()) : opened.file();
        return (opened.write() && Readers.isNamed(file, guarded))
                || (opened.read() && Readers.isNamed(file, credentials));
    }
}

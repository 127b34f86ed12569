package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import java.util.List;

/** What is asked of the kernel by io_uring. */
public final class RingRequests {
    private RingRequests() {}

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

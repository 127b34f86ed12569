package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.ManifestSet;

/**
 * A scan under way: judges what is read, part by part, and keeps only what is to be told of it, so that the manifests
 * themselves can go. For one scan and one thread, but for {@link #ahead}.
 */
public interface ScanRun {
    /**
     * Does with a part, such as one file, what needs no other part, and hands back what is left to do. May run on a thread
     * of its own, one part after the other; what is left belongs to the scan's thread, in the same order.
     */
    Runnable ahead(ManifestSet part);

    /** Judges what was read. */
    default void take(ManifestSet part) {
        ahead(part).run();
    }

    /** Ends it: what it came to. */
    ScanResult result();
}

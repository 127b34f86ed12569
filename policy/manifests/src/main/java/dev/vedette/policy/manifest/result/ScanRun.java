package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.ManifestSet;

/**
 * A scan under way: judges what is read, part by part, and keeps only what is to be told of it, so that the manifests
 * themselves can go. For one scan and one thread.
 */
public interface ScanRun {
    /** Judges what was read, such as one file. */
    void take(ManifestSet part);

    /** Ends it: what it came to. */
    ScanResult result();
}

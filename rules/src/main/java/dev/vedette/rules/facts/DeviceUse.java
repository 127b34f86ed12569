package dev.vedette.rules.facts;

import dev.vedette.policy.model.DiskContention;

/** What a culprit did with the disks, as people read it. */
final class DiskUse {
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    private DiskUse() {}

    /** How much it asked of the disks, and in what portions. */
    static String sentence(DiskContention seen) {
        return size(seen.culpritBytes()) + " in " + seen.culpritRequests() + " requests, "
                + size(seen.bytesPerRequest()) + " each";
    }

    private static String size(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        return bytes < 10 * MIB ? bytes / KIB + " KiB" : bytes / MIB + " MiB";
    }
}

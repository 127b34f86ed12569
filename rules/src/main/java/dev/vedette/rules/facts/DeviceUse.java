package dev.vedette.rules.facts;

import dev.vedette.policy.model.DiskContention;
import dev.vedette.policy.model.NetworkContention;

/** What a culprit did with disks and network devices, as people read it. */
final class DeviceUse {
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    private DeviceUse() {}

    /** How much it asked of the disks, and in what portions. */
    static String sentence(DiskContention seen) {
        return size(seen.culpritBytes()) + " in " + seen.culpritRequests() + " requests, "
                + size(seen.bytesPerRequest()) + " each";
    }

    /** How much it sent, and in what portions. */
    static String sentence(NetworkContention seen) {
        return size(seen.culpritBytes()) + " in " + seen.culpritPackets() + " packets, " + size(seen.bytesPerPacket())
                + " each";
    }

    private static String size(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        return bytes < 10 * MIB ? bytes / KIB + " KiB" : bytes / MIB + " MiB";
    }
}

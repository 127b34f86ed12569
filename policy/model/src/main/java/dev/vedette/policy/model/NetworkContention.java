package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A neighbour takes a network device from a container: its packets waited in the device's queue while the culprit's were
 * passed on.
 *
 * @param container the victim
 * @param blame the waits in queues of network devices, summed over the victim's packets; single ones (p95) are from the
 *     coming to the queue to the leaving of it; one that was thrown away counts as the last one that was not
 * @param dropped how many packets of the victim's a full queue threw away within the window
 * @param culpritPackets how many packets of the culprit's left such queues within the window; several that the kernel keeps
 *     together count as one
 * @param culpritBytes how large these were together
 */
public record NetworkContention(
        Container container,
        Blame blame,
        long dropped,
        long culpritPackets,
        long culpritBytes,
        long epochNanos,
        Origin origin)
        implements Contention {
    public NetworkContention {
        Objects.requireNonNull(blame, "blame is null");
    }

    /** How large a packet of the culprit's was on the average; 0 if it had none. */
    public long bytesPerPacket() {
        return culpritPackets == 0 ? 0 : culpritBytes / culpritPackets;
    }
}

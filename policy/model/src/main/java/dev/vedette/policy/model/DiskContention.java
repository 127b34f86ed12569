package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A neighbour takes the disks from a container: its requests waited while the culprit's were served.
 *
 * @param container the victim
 * @param blame the waits for a block device, summed over the victim's requests; single ones (p95) are from the asking to the answer
 * @param culpritRequests how many requests of the culprit's were served within the window
 * @param culpritBytes how much these read and wrote
 */
public record DiskContention(
        Container container, Blame blame, long culpritRequests, long culpritBytes, long epochNanos, Origin origin)
        implements Contention {
    public DiskContention {
        Objects.requireNonNull(blame, "blame is null");
    }

    /** How much a request of the culprit's moved on the average; 0 if it had none. */
    public long bytesPerRequest() {
        return culpritRequests == 0 ? 0 : culpritBytes / culpritRequests;
    }
}

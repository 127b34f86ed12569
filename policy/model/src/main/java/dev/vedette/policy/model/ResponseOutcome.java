package dev.vedette.policy.model;

/**
 * What became of a response.
 *
 * @param findingId the finding it answers, "" for one asked for by a person
 * @param target container id, or pid for {@link ResponseAction#KILL_PROCESS}
 * @param how the means that were used, for example {@code containerd tasks} or {@code cgroup freezer}
 * @param detail what was seen afterwards, or why not
 */
public record ResponseOutcome(
        String findingId,
        ResponseAction action,
        String node,
        Container container,
        String target,
        Status status,
        String how,
        String detail,
        String requestedBy,
        long epochNanos) {
    /** How it ended. */
    public enum Status {
        /** Done, and its effect was seen. */
        VERIFIED,
        /** A guard rail forbade it. */
        REFUSED,
        FAILED
    }
}

package dev.vedette.policy.model;

import java.util.Objects;

/**
 * What became of a response.
 *
 * @param findingId the finding it answers, "" for one asked for by a person
 * @param target container id, or pid for {@link ResponseAction#KILL_PROCESS}
 * @param how the means that were used, for example {@code containerd tasks} or {@code cgroup freezer}
 * @param detail what was seen afterwards, or why not
 * @param requestedBy who asked: a person's name, {@code policy}, or {@code timer}
 * @param epochNanos when it ended
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
        long epochNanos,
        Trail trail) {
    /** How it ended. */
    public enum Status {
        /** Done, and its effect was seen. */
        VERIFIED,
        /** Not tried: a guard rail forbade it, this node cannot do it, or what was to be undone does not last any more. */
        REFUSED,
        FAILED,
        /** A dry run: nothing was done, and the detail says what would be. */
        PLANNED
    }

    /**
     * How it came to this and how it goes on.
     *
     * @param id of this response, the same on no other node and at no other time
     * @param rule of the finding it answers, "" if none
     * @param policy the document that decided, "" if none
     * @param why the reason in words, "" if none was given
     * @param undoOf the id of the response that this one takes back, "" if none
     * @param untilEpochNanos when it will be undone by itself, 0: not by itself
     */
    public record Trail(String id, String rule, String policy, String why, String undoOf, long untilEpochNanos) {
        public static final Trail NONE = new Trail("", "", "", "", "", 0);

        public Trail {
            Objects.requireNonNull(id, "id is null");
            Objects.requireNonNull(undoOf, "undoOf is null");
        }
    }

    public ResponseOutcome {
        Objects.requireNonNull(action, "action is null");
        Objects.requireNonNull(status, "status is null");
        Objects.requireNonNull(trail, "trail is null");
    }

    /** One of which no more is known. */
    public ResponseOutcome(
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
        this(findingId, action, node, container, target, status, how, detail, requestedBy, epochNanos, Trail.NONE);
    }

    public String id() {
        return trail.id();
    }
}

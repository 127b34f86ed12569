package dev.vedette.policy.model;

import java.util.Locale;
import java.util.Optional;

/** The steps of the response ladder, mildest first, and the ways back. */
public enum ResponseAction {
    ALERT,
    /** The kernel refuses the container what the finding is about, from now on. */
    DENY,
    /** Ends the process and what it has started. */
    KILL_PROCESS,
    /** The container gets less processor time, input and output, memory and fewer processes. */
    THROTTLE,
    /** The container reaches nobody and nobody reaches it. */
    ISOLATE_NETWORK,
    PAUSE,
    /** Lets a paused container go on. */
    RESUME,
    STOP,
    /** Has Kubernetes take the pod away from this node. */
    EVICT,
    /** Takes back an earlier response. */
    UNDO;

    /** The name in documents and commands, for example {@code kill-process}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it lasts until it is undone, and so can be undone. */
    public boolean lasts() {
        return this == DENY || this == THROTTLE || this == ISOLATE_NETWORK || this == PAUSE;
    }

    /** Whether it lets go of something, and so does no harm. */
    public boolean letsGo() {
        return this == RESUME || this == UNDO;
    }

    public static Optional<ResponseAction> parse(String label) {
        for (ResponseAction action : values()) {
            if (action.label().equals(label)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}

package dev.vedette.policy.model;

/** What was full where containers had too little of something. */
public enum Bound {
    UNKNOWN,
    /** The container's own limit, or one of a group that it made itself. */
    OWN_LIMIT,
    /** A limit that it shares with others, as its pod's. */
    SHARED_LIMIT,
    /** All that the node has. */
    NODE
}

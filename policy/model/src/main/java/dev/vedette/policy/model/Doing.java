package dev.vedette.policy.model;

/** Whose doing it is that something was full. */
public enum Doing {
    /** What was seen does not tell. */
    UNKNOWN,
    /** The container filled its own limit, or grew by at least half of all that grew. */
    ITSELF,
    /** One other did. */
    NEIGHBOUR,
    /** Several, none of them for half. */
    SEVERAL
}

package dev.vedette.policy.model;

/** What the kernel side did about an action while it happened. */
public enum Enforcement {
    NONE,
    /** In audit mode: it would have been refused. */
    WOULD_DENY,
    /** Refused: it did not happen. */
    DENIED,
    /** It happened, and the process was killed for it. */
    KILLED
}

package dev.vedette.policy.manifest.fix;

/** How far fixes may go. */
public enum FixLevel {
    /** What only takes away power that is asked for, or says what a hardened pod says; what breaks by it breaks openly. */
    SAFE,
    /** Also what a program may miss only later: a writable root, its token, default capabilities, where its probes go. */
    ALL
}

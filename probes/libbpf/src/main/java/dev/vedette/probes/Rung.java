package dev.vedette.probes;

import java.util.Locale;

/**
 * The kind of hook a probe runs at. The first three are the rungs of a fact's ladder, from the one that can do most to
 * the one that every kernel has.
 */
public enum Rung {
    /** A security hook: sees the kernel's own arguments and can deny. */
    LSM,
    /** The entry or exit of a kernel function: sees what a security hook sees, cannot deny. */
    FENTRY,
    /** A tracepoint: sees what happened. */
    TRACEPOINT,
    /** A hook of control groups, attached to the root of the v2 hierarchy: can deny; of no ladder. */
    CGROUP,
    /** Runs when the sensor calls it; of no ladder. */
    ON_CALL;

    /** The rung of a program by its ELF section, for example {@code tp_btf/sched_process_exec}. */
    static Rung ofSection(String section) {
        String kind = section.split("[/.]", 2)[0];
        return switch (kind) {
            case "lsm" -> LSM;
            case "fentry", "fexit", "fmod_ret" -> FENTRY;
            case "cgroup", "cgroup_skb", "sockops" -> CGROUP;
            case "iter", "syscall" -> ON_CALL;
            default -> TRACEPOINT;
        };
    }

    /** Whether a program there can refuse what it sees. */
    public boolean canDeny() {
        return this == LSM || this == CGROUP;
    }

    /** As people read it: {@code lsm}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package dev.vedette.probes;

/** The kind of hook a probe runs at, from the one that can do most to the one that every kernel has. */
public enum Rung {
    /** A security hook: sees the kernel's own arguments and can deny. */
    LSM,
    /** The entry or exit of a kernel function: sees what a security hook sees, cannot deny. */
    FENTRY,
    /** A tracepoint: sees what happened. */
    TRACEPOINT;

    /** The rung of a program by its ELF section, for example {@code tp_btf/sched_process_exec}. */
    static Rung ofSection(String section) {
        if (section.startsWith("lsm")) {
            return LSM;
        }
        return section.startsWith("fentry") || section.startsWith("fexit") || section.startsWith("fmod_ret")
                ? FENTRY
                : TRACEPOINT;
    }
}

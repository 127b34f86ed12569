package dev.vedette.probes;

/**
 * One eBPF program and what became of it.
 *
 * @param name the program's name
 * @param hook where it runs, as its ELF section says: {@code tp_btf/sched_process_exec}
 * @param fact what it tells, with the other programs of the same fact
 * @param why if it does not run, one line that says why; empty otherwise
 */
public record ProbeStatus(String name, String hook, String fact, Rung rung, State state, String why) {
    /** What became of a program. */
    public enum State {
        ATTACHED,
        /** Loaded, to be run by the sensor itself. */
        ON_CALL,
        /** Nobody asked for its fact. */
        NOT_WANTED,
        /** Its fact stands on another rung. */
        OTHER_RUNG,
        /** This kernel has no such hook: what it would watch may not exist here either. */
        HOOK_ABSENT,
        /** This kernel refuses every program of the kind, and its fact has no other rung. */
        KIND_REFUSED,
        /** The kernel refused it, or its hook. */
        REFUSED
    }

    /** Whether it runs at its hook. */
    public boolean attached() {
        return state == State.ATTACHED;
    }

    public boolean hookAbsent() {
        return state == State.HOOK_ABSENT;
    }

    /** Whether it should run and does not, be it that the kernel lacks its hook. */
    public boolean missing() {
        return state == State.REFUSED || state == State.HOOK_ABSENT;
    }
}

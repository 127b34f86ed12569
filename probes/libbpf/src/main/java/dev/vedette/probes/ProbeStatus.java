package dev.vedette.probes;

/**
 * One eBPF program and what became of it.
 *
 * @param name the program's name
 * @param hook where it runs, as its ELF section says: {@code tp_btf/sched_process_exec}
 * @param concern what it watches: process, file, mount, isolation, network, credentials, kernel, cgroup, contention
 * @param attached whether it runs
 * @param why if it does not run, one line that says why; empty otherwise
 */
public record ProbeStatus(String name, String hook, String concern, Rung rung, boolean attached, String why) {
    /** How {@link #why} begins where the kernel has no such hook. */
    static final String HOOK_ABSENT = "this kernel has no ";

    /** Whether the kernel has no such hook at all: what it would watch may not exist here either. */
    public boolean hookAbsent() {
        return !attached && why.startsWith(HOOK_ABSENT);
    }
}

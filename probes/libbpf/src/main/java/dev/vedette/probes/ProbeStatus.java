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
public record ProbeStatus(String name, String hook, String concern, Rung rung, boolean attached, String why) {}

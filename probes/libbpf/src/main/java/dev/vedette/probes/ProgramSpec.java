package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfProgram;

/**
 * A program as its object describes it.
 *
 * @param section its ELF section, which names the hook
 * @param optional whether its rung stands without it: its hook may be absent
 */
record ProgramSpec(String name, String section, boolean optional) {
    /** How the facts begin whose programs refuse; all others only tell. */
    static final String DENIES = "deny_";

    private static final String DETAIL = "__";

    /** Of a program of a freshly opened object. */
    static ProgramSpec of(BpfProgram program) {
        return new ProgramSpec(program.name(), program.section(), !program.autoload());
    }

    /** What it tells: its name up to the detail. */
    String fact() {
        int end = name.indexOf(DETAIL);
        return end < 0 ? name : name.substring(0, end);
    }

    /** Whether it stops what it sees if it is told to: refuses it, or kills who does it. */
    boolean mayDeny() {
        return fact().startsWith(DENIES);
    }

    Rung rung() {
        return Rung.ofSection(section);
    }

    /** What follows the kind of the hook: {@code file_open}, {@code syscalls/sys_exit_openat}. */
    String hook() {
        return section.substring(section.indexOf('/') + 1);
    }

    String kind() {
        return section.split("[/.]", 2)[0];
    }
}

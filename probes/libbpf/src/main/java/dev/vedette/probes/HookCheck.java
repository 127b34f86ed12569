package dev.vedette.probes;

import dev.vedette.probes.libbpf.KernelTypes;
import dev.vedette.probes.libbpf.RungTrial;
import java.util.EnumMap;
import java.util.Map;

/**
 * Lets facts fall to what this kernel has, before anything is loaded: a refused program costs a load of the whole object,
 * asking the kernel's own types costs nothing.
 */
final class HookCheck {
    private static final String HOOK_ABSENT = "this kernel has no ";

    private final KernelTypes types;
    private final RungTrial trial;
    private final Rung highest;
    private final Map<Rung, String> refusedKinds = new EnumMap<>(Rung.class);

    HookCheck(KernelTypes types, RungTrial trial, Rung highest) {
        this.types = types;
        this.trial = trial;
        this.highest = highest;
    }

    /** Whether programs may give a number the type of a kernel's structure (bpf_rdonly_cast, since 6.2): kernel.h. */
    boolean kernelCasts() {
        return types.hasFunction("bpf_rdonly_cast");
    }

    /** Notes which programs of the fact have no hook here, and lets it fall to the first rung that stands. */
    void settle(Ladder ladder) {
        for (ProgramSpec program : ladder.programs()) {
            if (!exists(program)) {
                noteAbsence(ladder, program);
            }
        }
        fallToWhatStands(ladder);
    }

    /** After something of the fact was refused. */
    void fallToWhatStands(Ladder ladder) {
        boolean falling = true;
        while (falling) {
            String kind = refusedKinds.computeIfAbsent(ladder.rung(), this::whyRefused);
            String why = kind.isEmpty() ? ladder.broken() : kind;
            falling = !why.isEmpty() && ladder.fall(why);
            if (!falling && !kind.isEmpty()) {
                ladder.noteRefusedKind(kind);
            }
        }
    }

    private static void noteAbsence(Ladder ladder, ProgramSpec program) {
        if (isPlainTracepoint(program) && !TraceFileSystem.isThere()) {
            ladder.noteRefused(program, TraceFileSystem.WHY_ABSENT);
        } else {
            ladder.noteAbsent(program, HOOK_ABSENT + program.section());
        }
    }

    /** Why the kernel refuses the kind as such; empty if it does not. */
    String whyRefused(Rung rung) {
        if (rung.compareTo(highest) < 0) {
            return "the settings allow " + highest.label() + " at most";
        }
        return switch (rung) {
            case LSM -> trial.securityHooks();
            case FENTRY -> trial.functions();
            default -> "";
        };
    }

    private boolean exists(ProgramSpec program) {
        return switch (program.kind()) {
            case "lsm" -> types.hasSecurityHook(program.hook());
            case "fentry", "fexit", "fmod_ret" -> types.hasFunction(program.hook());
            case "tp_btf" -> types.hasTracepoint(program.hook());
            default -> !isPlainTracepoint(program) || TraceFileSystem.has(program.hook());
        };
    }

    private static boolean isPlainTracepoint(ProgramSpec program) {
        return program.kind().equals("tracepoint") || program.kind().equals("tp");
    }
}

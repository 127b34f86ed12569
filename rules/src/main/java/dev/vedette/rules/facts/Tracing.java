package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.ProcessInfo;

/** What a process does to another one. Requests: include/uapi/linux/ptrace.h. */
public final class Tracing {
    private static final int ATTACH = 16;
    private static final int SEIZE = 0x4206;

    private Tracing() {}

    /**
     * Whether who lets itself be traced still runs the file of who may trace it: so is a debugger's child, before it takes the
     * program that is to be debugged.
     */
    public static boolean isDebuggersChild(ProcessAccessed accessed) {
        return !accessed.target().known()
                || !accessed.target().process().executable().known()
                || accessed.process()
                        .executable()
                        .sameObject(accessed.target().process().executable());
    }

    /** Whether the other is the process's own child, or runs the same program: an interpreter's file is no program. */
    public static boolean isWithinFamily(ProcessAccessed accessed) {
        ProcessInfo process = accessed.process();
        ProcessInfo target = accessed.target().process();
        return target.ancestors().stream().anyMatch(ancestor -> ancestor.id().equals(process.id()))
                || (process.executable().sameObject(target.executable()) && !Programs.isInterpreter(process));
    }

    /** What was done, to stand between both programs; "" for what changes nothing. */
    public static String deed(ProcessAccessed accessed) {
        return switch (accessed.operation()) {
            case WRITE_MEMORY -> "wrote into the memory of";
            case TRACE -> attaches(accessed) ? "attached as a tracer to" : "changed memory or registers of";
            case TAKE_DESCRIPTOR -> "took a descriptor from";
            default -> "";
        };
    }

    /** Whether memory or registers were changed. */
    public static boolean changes(ProcessAccessed accessed) {
        return accessed.operation() == ProcessAccessed.Operation.WRITE_MEMORY
                || (accessed.operation() == ProcessAccessed.Operation.TRACE && !attaches(accessed));
    }

    private static boolean attaches(ProcessAccessed accessed) {
        return accessed.request() == ATTACH || accessed.request() == SEIZE;
    }
}

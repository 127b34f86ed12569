package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SignalSent;
import dev.vedette.policy.model.TargetProcess;
import java.util.Set;

/** What a container does to processes that are not its own. */
public final class Beyond {
    /** SIGALRM, SIGVTALRM and SIGPROF (include/uapi/asm-generic/signal.h). */
    private static final Set<Integer> OF_TIMERS = Set.of(14, 26, 27);

    private Beyond() {}

    /** Whether both containers are of one pod. */
    public static boolean isWithinPod(Event event, TargetProcess target) {
        String uid = event.container().pod().uid();
        return !uid.isEmpty() && uid.equals(target.container().pod().uid());
    }

    /** Worst on the node; within a pod that shares its processes it may be debugging. */
    public static Severity severity(ProcessAccessed event) {
        if (!event.succeeded() || isWithinPod(event, event.target())) {
            return Severity.MEDIUM;
        }
        boolean advice = event.operation() == ProcessAccessed.Operation.ADVISE_MEMORY;
        if (event.target().container().onHost()) {
            return advice ? Severity.HIGH : Severity.CRITICAL;
        }
        return advice ? Severity.MEDIUM : Severity.HIGH;
    }

    /** To be followed by "of" and the target. */
    public static String deed(ProcessAccessed event) {
        return switch (event.operation()) {
            case TRACE, LET_TRACE -> "reached by ptrace for the control";
            case READ_MEMORY -> "reached for the memory, to read it,";
            case WRITE_MEMORY -> "reached for the memory, to write it,";
            case TAKE_DESCRIPTOR -> "reached for an open file";
            case ADVISE_MEMORY -> "changed the keeping of the memory";
        };
    }

    /**
     * High on the node; elsewhere medium. Information for the signals of timers: one that runs out interrupts whoever runs
     * then, and looks as if that one had sent it.
     */
    public static Severity severity(SignalSent event) {
        if (OF_TIMERS.contains(event.signal())) {
            return Severity.INFO;
        }
        return event.target().container().onHost() ? Severity.HIGH : Severity.MEDIUM;
    }

    public static String place(TargetProcess target) {
        Container container = target.container();
        return container.onHost() ? "the node" : "another container, " + container.displayName();
    }
}

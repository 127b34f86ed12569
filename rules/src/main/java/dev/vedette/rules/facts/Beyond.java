package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SignalSent;
import dev.vedette.policy.model.TargetProcess;

/** What a container does to processes that are not its own. */
public final class Beyond {
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

    /** High on the node; elsewhere medium. */
    public static Severity severity(SignalSent event) {
        return event.target().container().onHost() ? Severity.HIGH : Severity.MEDIUM;
    }

    public static String place(TargetProcess target) {
        Container container = target.container();
        return container.onHost() ? "the node" : "another container, " + container.displayName();
    }
}

package dev.vedette.sensor.identity.process;

import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import java.util.ArrayDeque;
import java.util.Deque;

/** Changed copies of recorded processes: a chain of immutable records is rebuilt from the changed one down. */
final class Ancestry {
    private Ancestry() {}

    static ProcessInfo withParent(ProcessInfo of, ProcessInfo parent) {
        return copy(of, of.id(), parent, of.serving());
    }

    static ProcessInfo withId(ProcessInfo of, ProcessId id) {
        return copy(of, id, of.parent(), of.serving());
    }

    static ProcessInfo serving(ProcessInfo of) {
        return copy(of, of.id(), of.parent(), true);
    }

    private static ProcessInfo copy(ProcessInfo of, ProcessId id, ProcessInfo parent, boolean serving) {
        return new ProcessInfo(
                id,
                of.name(),
                of.executable(),
                of.arguments(),
                of.credentials(),
                of.namespaces(),
                of.stdio(),
                parent,
                serving);
    }

    static boolean contains(ProcessInfo descendant, ProcessId ancestor) {
        return descendant.ancestors().stream().anyMatch(a -> a.id().equals(ancestor));
    }

    /** The same chain, in which {@code ancestor} serves the network, if it ran the program at the fork that it runs now. */
    static ProcessInfo withServing(ProcessInfo descendant, ProcessInfo ancestor) {
        Deque<ProcessInfo> below = new ArrayDeque<>();
        ProcessInfo at = descendant;
        while (at != null && !at.id().equals(ancestor.id())) {
            below.push(at);
            at = at.parent();
        }
        if (at == null || !runsTheSame(at, ancestor)) {
            return descendant;
        }
        ProcessInfo rebuilt = serving(at);
        for (ProcessInfo one : below) {
            rebuilt = withParent(one, rebuilt);
        }
        return rebuilt;
    }

    private static boolean runsTheSame(ProcessInfo one, ProcessInfo other) {
        return one.executable().equals(other.executable()) && one.arguments().equals(other.arguments());
    }

    /**
     * The same process with the nearest {@code generations} ancestors, so that endless chains don't fill memory. Behind them the
     * eldest of which the namespaces are known stays: by it a rule tells what is the node's, however deep somebody nests.
     */
    static ProcessInfo cut(ProcessInfo process, int generations) {
        Deque<ProcessInfo> kept = new ArrayDeque<>();
        ProcessInfo at = process;
        while (at != null && kept.size() <= generations) {
            kept.push(at);
            at = at.parent();
        }
        ProcessInfo rebuilt = eldest(at);
        for (ProcessInfo one : kept) {
            rebuilt = withParent(one, rebuilt);
        }
        return rebuilt;
    }

    private static ProcessInfo eldest(ProcessInfo from) {
        ProcessInfo eldest = null;
        for (ProcessInfo at = from; at != null; at = at.parent()) {
            if (at.namespaces().mount() != 0) {
                eldest = at;
            }
        }
        return eldest == null ? null : withParent(eldest, null);
    }
}

package dev.vedette.sensor.response;

import dev.vedette.policy.model.ProcessId;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a process has started, as it is on record, and those of it that must not be killed: the node's runtimes and the
 * sensor, with all that they have started in turn. For one thread.
 */
final class Offspring {
    private final ProcessId root;
    private final Descent descent;
    private final KillReach reach;
    /** By number; when each began, in ticks. */
    private final Map<Integer, Long> recorded = new HashMap<>();

    private final Map<Integer, Long> spared = new HashMap<>();
    /** Those of the spared that are protected themselves. */
    private final Set<Integer> guarded = new HashSet<>();

    Offspring(ProcessId root, Descent descent, KillReach reach) {
        this.root = root;
        this.descent = descent;
        this.reach = reach;
    }

    /** Takes what is on record now. */
    void look() {
        recorded.clear();
        put(descent.descendants(root), recorded);
    }

    private static void put(List<ProcessId> processes, Map<Integer, Long> into) {
        processes.forEach(id -> into.put(id.pid(), id.startBootNanos() / ProcessKill.NANOS_PER_TICK));
    }

    boolean isEmpty() {
        return recorded.isEmpty();
    }

    boolean isOnRecord(ProcessStat process) {
        return has(recorded, process);
    }

    private static boolean has(Map<Integer, Long> processes, ProcessStat process) {
        Long start = processes.get(process.pid());
        return start != null && start == process.startTicks();
    }

    /** Looks which of those found are protected, and what of all there are they have started. */
    void spare(List<ProcessStat> found, List<ProcessStat> all) {
        for (ProcessStat process : found) {
            if (!has(spared, process) && reach.guarded().test(process.pid())) {
                spared.put(process.pid(), process.startTicks());
                guarded.add(process.pid());
            }
        }
        if (spared.isEmpty()) {
            return;
        }
        for (int pid : guarded) {
            put(descent.descendants(new ProcessId(pid, spared.get(pid) * ProcessKill.NANOS_PER_TICK)), spared);
        }
        while (spareChildren(all)) {
            // those have started some too
        }
    }

    /** Whether any were found. A number that has gone to another process since makes nobody a child. */
    private boolean spareChildren(List<ProcessStat> all) {
        Set<Integer> parents =
                all.stream().filter(this::spares).map(ProcessStat::pid).collect(Collectors.toSet());
        List<ProcessStat> children = all.stream()
                .filter(process -> !spares(process) && parents.contains(process.parent()))
                .toList();
        children.forEach(child -> spared.put(child.pid(), child.startTicks()));
        return !children.isEmpty();
    }

    boolean spares(ProcessStat process) {
        return has(spared, process);
    }

    /** The protected ones that were met. */
    List<Integer> guarded() {
        return List.copyOf(guarded);
    }

    /** Descendants that live and may not be touched, since they run elsewhere. */
    List<Integer> outOfScope() throws IOException {
        return ProcessStat.all().stream()
                .filter(process -> !process.hasEnded()
                        && isOnRecord(process)
                        && !reach.inScope().test(process.pid()))
                .map(ProcessStat::pid)
                .toList();
    }
}

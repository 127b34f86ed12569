package dev.vedette.sensor.identity.process;

import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Stdio;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ExitRecord;
import dev.vedette.probes.record.ForkRecord;
import dev.vedette.probes.record.RawCredentials;
import dev.vedette.probes.record.RawNamespaces;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.node.SeenProcess;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Every process of the node, with the parents recorded at their forks.
 *
 * <p>Guarantees: a process is told from an earlier one with the same number by its start time; a parent stays on record
 * as it was at the fork, whatever becomes of it later, only that it serves the network is added when it becomes known;
 * chains are cut beyond {@link ProcessInfo#MAX_ANCESTORS}; at most {@code capacity} processes are kept: when it is full,
 * those that the node no longer has go first (their exit was missed), then the oldest.
 *
 * <p>Not thread-safe: the pipeline thread owns it.
 */
public final class ProcessTable {
    private static final int MAX_GENERATION = 2 * ProcessInfo.MAX_ANCESTORS;

    private final NodeView node;
    private final int capacity;
    private final Map<Integer, TrackedProcess> byPid = new HashMap<>();
    private final Lineages lineages = new Lineages();

    /**
     * An empty table.
     *
     * @param capacity processes kept at most, ≥ 1
     */
    public ProcessTable(NodeView node, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", must be at least 1");
        }
        this.node = node;
        this.capacity = capacity;
    }

    /** Takes in processes that were there before the sensor; those known already stay as they are. */
    public void seed(List<SeenProcess> seen) {
        Map<Integer, SeenProcess> open = new HashMap<>();
        seen.forEach(process -> open.put(process.pid(), process));
        seen.forEach(process -> seedWithParents(process, open, 0));
    }

    private TrackedProcess seedWithParents(SeenProcess seen, Map<Integer, SeenProcess> all, int depth) {
        TrackedProcess known = byPid.get(seen.pid());
        if (known != null) {
            return known;
        }
        SeenProcess parentSeen = all.get(seen.parentPid());
        TrackedProcess parent = parentSeen == null || depth > MAX_GENERATION || parentSeen.pid() == seen.pid()
                ? null
                : seedWithParents(parentSeen, all, depth + 1);
        return add(seen, parent);
    }

    private TrackedProcess add(SeenProcess seen, TrackedProcess parent) {
        ProcessInfo info = new ProcessInfo(
                new ProcessId(seen.pid(), seen.startBootNanos()),
                seen.name(),
                seen.executable(),
                seen.arguments(),
                seen.credentials(),
                seen.namespaces(),
                Stdio.UNKNOWN,
                parent == null ? null : parent.info(),
                seen.listening());
        return put(childOf(parent, info, false), parent);
    }

    /** The process of a record. One that was missed is looked up on the node, and made up of the record as a last resort. */
    public TrackedProcess of(RecordHeader header) {
        TrackedProcess known = byPid.get(header.pid());
        if (known != null && same(known, header.startBootNanos())) {
            known.learnStart(header.startBootNanos());
            return known;
        }
        Optional<SeenProcess> seen = node.process(header.pid())
                .filter(process -> SeenProcess.sameStart(process.startBootNanos(), header.startBootNanos()));
        TrackedProcess found = seen.map(process -> add(process, byPid.get(process.parentPid())))
                .orElseGet(() -> put(new TrackedProcess(unknown(header), true, 0), null));
        found.learnStart(header.startBootNanos());
        return found;
    }

    private static boolean same(TrackedProcess known, long startBootNanos) {
        long start = known.info().id().startBootNanos();
        return known.exactStart() ? start == startBootNanos : SeenProcess.sameStart(start, startBootNanos);
    }

    private static ProcessInfo unknown(RecordHeader header) {
        return new ProcessInfo(
                new ProcessId(header.pid(), header.startBootNanos()),
                header.comm(),
                FileObject.NONE,
                List.of(),
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                null,
                false);
    }

    /** A fork: the child is its parent's copy, and its parent goes on record. */
    public TrackedProcess forked(ForkRecord fork) {
        TrackedProcess parent = of(fork.header());
        parent.beget();
        TrackedProcess known = byPid.get(fork.childPid());
        if (known != null && same(known, fork.childStartBootNanos())) {
            // Seen in /proc before its fork came out of the ring: only its parent may be better known now.
            known.learnStart(fork.childStartBootNanos());
            known.change(Ancestry.withParent(known.info(), parent.info()));
            lineages.born(known.info().id(), parent.info().id());
            return known;
        }
        ProcessInfo of = parent.info();
        ProcessInfo child = new ProcessInfo(
                new ProcessId(fork.childPid(), fork.childStartBootNanos()),
                of.name(),
                of.executable(),
                of.arguments(),
                of.credentials(),
                of.namespaces(),
                of.stdio(),
                of,
                false);
        return put(childOf(parent, child, true), parent);
    }

    private TrackedProcess childOf(TrackedProcess parent, ProcessInfo child, boolean exactStart) {
        int generation = parent == null ? 0 : parent.generation() + 1;
        if (generation <= MAX_GENERATION) {
            return new TrackedProcess(child, exactStart, generation);
        }
        ProcessInfo cut = Ancestry.cut(child, ProcessInfo.MAX_ANCESTORS);
        return new TrackedProcess(cut, exactStart, ProcessInfo.MAX_ANCESTORS);
    }

    /** A program began. The parent recorded at the fork stays; the record's own is used only if the fork was missed. */
    public TrackedProcess executed(ExecRecord exec) {
        TrackedProcess process = of(exec.header());
        process.change(wouldBe(exec));
        return process;
    }

    /** What a process becomes by a program, or would have become by one that was refused. */
    public ProcessInfo wouldBe(ExecRecord exec) {
        ProcessInfo before = of(exec.header()).info();
        ProcessInfo parent = before.parent() != null ? before.parent() : currentParent(exec);
        return new ProcessInfo(
                before.id(),
                exec.header().comm(),
                RawFacts.file(exec.executable()),
                exec.arguments(),
                RawFacts.credentials(exec.credentials()),
                RawFacts.namespaces(exec.namespaces()),
                RawFacts.stdio(exec),
                parent,
                before.serving());
    }

    private ProcessInfo currentParent(ExecRecord exec) {
        TrackedProcess parent = byPid.get(exec.parentPid());
        return parent != null && same(parent, exec.parentStartBootNanos()) ? parent.info() : null;
    }

    public void exited(ExitRecord exit) {
        TrackedProcess known = byPid.get(exit.header().pid());
        if (known != null && same(known, exit.header().startBootNanos())) {
            byPid.remove(exit.header().pid());
        }
        // one that there was no room for any more is in the lineages still
        lineages.ended(new ProcessId(exit.header().pid(), exit.header().startBootNanos()));
    }

    public void changeCredentials(TrackedProcess process, RawCredentials after) {
        ProcessInfo of = process.info();
        process.change(new ProcessInfo(
                of.id(),
                of.name(),
                of.executable(),
                of.arguments(),
                RawFacts.credentials(after),
                of.namespaces(),
                of.stdio(),
                of.parent(),
                of.serving()));
    }

    /** The task has taken another name, which proves nothing. */
    public void rename(TrackedProcess process, String name) {
        ProcessInfo of = process.info();
        process.change(new ProcessInfo(
                of.id(),
                name,
                of.executable(),
                of.arguments(),
                of.credentials(),
                of.namespaces(),
                of.stdio(),
                of.parent(),
                of.serving()));
    }

    public void changeNamespaces(TrackedProcess process, RawNamespaces after) {
        ProcessInfo of = process.info();
        process.change(new ProcessInfo(
                of.id(),
                of.name(),
                of.executable(),
                of.arguments(),
                of.credentials(),
                RawFacts.namespaces(after),
                of.stdio(),
                of.parent(),
                of.serving()));
    }

    /**
     * It listens or has accepted: this goes on record for the children it has already, too; not for those that it had before
     * it took its program, since what they descend from is the program before.
     */
    public void markServing(TrackedProcess process) {
        ProcessInfo info = process.info();
        if (info.serving()) {
            return;
        }
        process.change(Ancestry.serving(info));
        if (process.hasChildren()) {
            byPid.values().stream()
                    .filter(other -> Ancestry.contains(other.info(), info.id()))
                    .forEach(other -> other.change(Ancestry.withServing(other.info(), info)));
        }
    }

    /** The process that has this number now. */
    public Optional<TrackedProcess> now(int pid) {
        return Optional.ofNullable(byPid.get(pid));
    }

    public Collection<TrackedProcess> all() {
        return byPid.values();
    }

    public int size() {
        return byPid.size();
    }

    /** Who was started by whom; to be asked by any thread. */
    public Lineages lineages() {
        return lineages;
    }

    private TrackedProcess put(TrackedProcess process, TrackedProcess parent) {
        if (byPid.size() >= capacity && !byPid.containsKey(process.info().pid())) {
            makeRoom();
        }
        byPid.put(process.info().pid(), process);
        lineages.born(process.info().id(), parent == null ? null : parent.info().id());
        return process;
    }

    /** A share at a time, so that a full table is not searched at every fork. */
    private void makeRoom() {
        int share = Math.max(1, capacity / 16);
        byPid.values().removeIf(this::isGone);
        int surplus = byPid.size() - (capacity - share);
        byPid.values().stream()
                .map(process -> process.info().id())
                .sorted(Comparator.comparingLong(ProcessId::startBootNanos))
                .limit(Math.max(0, surplus))
                .toList()
                .forEach(oldest -> byPid.remove(oldest.pid())); // it lives, and by whom it was started stays known
        lineages.endThose(id -> !byPid.containsKey(id.pid()) && isGone(id));
    }

    private boolean isGone(ProcessId id) {
        OptionalLong seen = node.startOf(id.pid());
        return seen.isEmpty() || !SeenProcess.sameStart(seen.getAsLong(), id.startBootNanos());
    }

    private boolean isGone(TrackedProcess process) {
        long start = process.info().id().startBootNanos();
        OptionalLong seen = node.startOf(process.info().pid());
        return seen.isEmpty()
                || !(process.exactStart() ? SeenProcess.sameStart(seen.getAsLong(), start) : seen.getAsLong() == start);
    }
}

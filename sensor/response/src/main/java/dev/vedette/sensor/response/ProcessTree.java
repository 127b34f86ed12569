package dev.vedette.sensor.response;

import dev.vedette.policy.model.ProcessId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A process and what it has started, standing still one after the other until none is left that could start more.
 *
 * <p>A process belongs if it is recorded as a descendant, whatever it has shed since; and where there is no record, if one
 * that belongs is its parent, or if it is in the process group or session that one that belongs has made. Every one is
 * held by a descriptor that names no later process of the same number. For one thread.
 */
final class ProcessTree implements AutoCloseable {
    /** More than that is no longer a matter of single processes: stopping the container is the answer. */
    private static final int MAX_PROCESSES = 4_096;

    private static final Duration STANDSTILL = Duration.ofMillis(300);
    /** What was forked last is on record when the events before have been taken, which are looked for every few ms. */
    private static final Duration ON_RECORD = Duration.ofMillis(40);

    private static final Duration STEP = Duration.ofMillis(1);

    private final CLibrary libc;
    private final IntPredicate inScope;
    private final Supplier<List<ProcessId>> recorded;
    private final Map<Integer, PidFd> held = new LinkedHashMap<>();
    private Map<Integer, Long> descendants = Map.of();
    private boolean letGo = true;

    /**
     * @param inScope whether a process may be touched at all: runs in the same container
     * @param recorded those that descend from the root, as far as is on record now
     */
    ProcessTree(CLibrary libc, IntPredicate inScope, Supplier<List<ProcessId>> recorded) {
        this.libc = libc;
        this.inScope = inScope;
        this.recorded = recorded;
    }

    /** Has the root stand still, which now belongs to the tree. */
    void hold(int root, PidFd descriptor) throws IOException {
        held.put(root, descriptor);
        try {
            descriptor.hold();
        } catch (PidFd.NoSuchProcessException e) {
            // others may be left
        }
    }

    /**
     * Holds those that belong until looks at all that stand still find no other.
     *
     * @param still whether nothing in scope runs, so that nothing can be started
     */
    void gather(boolean still) throws IOException {
        long end = System.nanoTime() + STANDSTILL.toNanos();
        long quietSince = System.nanoTime();
        boolean settled;
        do {
            settled = still || allStandStill();
            if (grows() || !settled) {
                quietSince = System.nanoTime();
            }
            settled &= System.nanoTime() - quietSince >= ON_RECORD.toNanos();
            if (!settled) {
                LockSupport.parkNanos(STEP.toNanos());
            }
        } while (!settled && System.nanoTime() < end && held.size() < MAX_PROCESSES);
    }

    private boolean allStandStill() {
        return held.keySet().stream()
                .allMatch(
                        pid -> ProcessStat.of(pid).map(ProcessStat::standsStill).orElse(true));
    }

    /** Looks once; whether others were found, which are held now. */
    boolean grows() throws IOException {
        descendants = recorded.get().stream()
                .collect(Collectors.toMap(
                        ProcessId::pid, id -> id.startBootNanos() / ProcessKill.NANOS_PER_TICK, (one, other) -> one));
        if (held.isEmpty() && descendants.isEmpty()) {
            return false;
        }
        boolean grown = false;
        for (ProcessStat process : ProcessStat.all()) {
            if (belongs(process)
                    && held.size() < MAX_PROCESSES
                    && !held.containsKey(process.pid())
                    && inScope.test(process.pid())) {
                grown |= add(process);
            }
        }
        return grown;
    }

    private boolean belongs(ProcessStat process) {
        return !process.hasEnded()
                && (isOnRecord(process)
                        || held.containsKey(process.parent())
                        || held.containsKey(process.group())
                        || held.containsKey(process.session()));
    }

    private boolean isOnRecord(ProcessStat process) {
        Long start = descendants.get(process.pid());
        return start != null && start == process.startTicks();
    }

    private boolean add(ProcessStat seen) throws IOException {
        PidFd descriptor;
        try {
            descriptor = PidFd.open(libc, seen.pid());
        } catch (PidFd.NoSuchProcessException e) {
            return false;
        }
        try {
            boolean same = ProcessStat.of(seen.pid())
                    .filter(now -> now.startTicks() == seen.startTicks() && belongs(now))
                    .isPresent();
            if (same) {
                descriptor.hold();
                held.put(seen.pid(), descriptor);
                return true;
            }
        } catch (PidFd.NoSuchProcessException e) {
            // it has ended by itself
        }
        descriptor.close();
        return false;
    }

    /** Those that are held, the root first. */
    List<Integer> pids() {
        return List.copyOf(held.keySet());
    }

    /** Descendants that live and may not be touched. */
    List<Integer> outOfScope() throws IOException {
        return ProcessStat.all().stream()
                .filter(process -> !process.hasEnded() && isOnRecord(process) && !inScope.test(process.pid()))
                .map(ProcessStat::pid)
                .toList();
    }

    /** Sends the signal to all of them; one that a freezer holds takes it when it is let go. */
    void kill() throws IOException {
        letGo = false;
        for (PidFd process : held.values()) {
            try {
                process.kill();
            } catch (PidFd.NoSuchProcessException e) {
                // so it has ended
            }
        }
    }

    /**
     * Waits for their ends.
     *
     * @param end by {@link System#nanoTime()}
     * @return those that still exist then
     */
    List<Integer> awaitEnds(long end) throws IOException {
        List<Integer> left = new ArrayList<>();
        for (Map.Entry<Integer, PidFd> process : held.entrySet()) {
            Duration rest = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            if (!process.getValue().awaitEnd(rest)) {
                left.add(process.getKey());
            }
        }
        return left;
    }

    /** Lets those go on that were not killed. */
    @Override
    public void close() {
        for (PidFd process : held.values()) {
            try (process) {
                if (letGo) {
                    process.letGo();
                }
            } catch (IOException e) {
                // it has ended
            }
        }
    }
}

package dev.vedette.sensor.response;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A process and what it has started, standing still one after the other until none is left that could start more.
 *
 * <p>A process belongs if it is recorded as a descendant, whatever it has shed since; and where there is no record, if one
 * that belongs is its parent, or if it is in the process group or session that one that belongs has made. Every one is
 * held by a descriptor that names no later process of the same number. For one thread.
 */
final class ProcessTree implements AutoCloseable {
    /** More than that is no longer a matter of single processes: stopping the container is the answer. */
    static final int MAX_PROCESSES = 4_096;

    private static final Duration STANDSTILL = Duration.ofMillis(300);
    /** What was forked last is on record when the events before have been taken, which are looked for every few ms. */
    private static final Duration ON_RECORD = Duration.ofMillis(40);

    private static final Duration STEP = Duration.ofMillis(1);

    private final CLibrary libc;
    private final KillReach reach;
    private final Offspring offspring;
    private final int most;
    private final Map<Integer, Held> held = new LinkedHashMap<>();
    private boolean full;

    /** A process that is held; it is let go in the end if it was not killed. */
    private static final class Held {
        final PidFd descriptor;
        final long startTicks;
        boolean killed;

        Held(PidFd descriptor, long startTicks) {
            this.descriptor = descriptor;
            this.startTicks = startTicks;
        }
    }

    /**
     * @param reach which processes may be touched at all
     * @param offspring those that descend from the root
     * @param most how many are held at most
     */
    ProcessTree(CLibrary libc, KillReach reach, Offspring offspring, int most) {
        this.libc = libc;
        this.reach = reach;
        this.offspring = offspring;
        this.most = most;
    }

    /** Has the root stand still, which now belongs to the tree. */
    void hold(ProcessStat root, PidFd descriptor) throws IOException {
        held.put(root.pid(), new Held(descriptor, root.startTicks()));
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
        } while (!settled && System.nanoTime() < end && !full);
    }

    private boolean allStandStill() {
        return held.keySet().stream()
                .allMatch(
                        pid -> ProcessStat.of(pid).map(ProcessStat::standsStill).orElse(true));
    }

    /**
     * Looks once.
     *
     * @return whether others were found, which stand still now; those for which there is no room are not, see {@link
     *     #isFull}
     */
    boolean grows() throws IOException {
        full = false;
        offspring.look();
        if (held.isEmpty() && offspring.isEmpty()) {
            return false;
        }
        List<ProcessStat> all = ProcessStat.all();
        Set<Integer> ours = numbers(all);
        List<ProcessStat> found = all.stream()
                .filter(process -> belongs(process, ours)
                        && !holds(process)
                        && reach.inScope().test(process.pid()))
                .toList();
        if (found.isEmpty()) {
            return false;
        }
        offspring.spare(found, all);
        boolean grown = false;
        for (ProcessStat process : found) {
            if (!offspring.spares(process)) {
                full |= held.size() >= most;
                grown |= !full && add(process, ours);
            }
        }
        return grown;
    }

    /** The numbers that are held and have not gone to others since. */
    private Set<Integer> numbers(List<ProcessStat> all) {
        Set<Integer> ours = new HashSet<>(held.keySet());
        all.stream()
                .filter(process -> held.containsKey(process.pid()) && !holds(process))
                .map(ProcessStat::pid)
                .forEach(ours::remove);
        return ours;
    }

    private boolean holds(ProcessStat process) {
        Held one = held.get(process.pid());
        return one != null && one.startTicks == process.startTicks();
    }

    private boolean belongs(ProcessStat process, Set<Integer> ours) {
        return !process.hasEnded()
                && (offspring.isOnRecord(process)
                        || ours.contains(process.parent())
                        || ours.contains(process.group())
                        || ours.contains(process.session()));
    }

    private boolean add(ProcessStat seen, Set<Integer> ours) throws IOException {
        PidFd descriptor;
        try {
            descriptor = PidFd.open(libc, seen.pid());
        } catch (PidFd.NoSuchProcessException e) {
            return false;
        }
        try {
            boolean same = ProcessStat.of(seen.pid())
                    .filter(now -> now.startTicks() == seen.startTicks() && belongs(now, ours))
                    .isPresent();
            if (same) {
                descriptor.hold();
                Held before = held.put(seen.pid(), new Held(descriptor, seen.startTicks()));
                if (before != null) {
                    before.descriptor.close(); // its number is another's now: it has ended
                }
                return true;
            }
        } catch (PidFd.NoSuchProcessException e) {
            // it has ended by itself
        }
        descriptor.close();
        return false;
    }

    /** Whether the last look found more than there is room for; those go on as before. */
    boolean isFull() {
        return full;
    }

    /** Those that are held, the root first. */
    List<Integer> pids() {
        return List.copyOf(held.keySet());
    }

    /** Sends the signal to all of them; one that a freezer holds takes it when it is let go. */
    void kill() throws IOException {
        IOException refused = null;
        for (Held process : held.values()) {
            try {
                if (!process.killed) {
                    process.descriptor.kill();
                    process.killed = true;
                }
            } catch (PidFd.NoSuchProcessException e) {
                process.killed = true; // so it has ended
            } catch (IOException e) {
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
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
        for (Map.Entry<Integer, Held> process : held.entrySet()) {
            Duration rest = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            if (!process.getValue().descriptor.awaitEnd(rest)) {
                left.add(process.getKey());
            }
        }
        return left;
    }

    /** Lets those go on that were not killed. */
    @Override
    public void close() {
        for (Held process : held.values()) {
            try (PidFd descriptor = process.descriptor) {
                if (!process.killed) {
                    descriptor.letGo();
                }
            } catch (IOException e) {
                // it has ended
            }
        }
    }
}

package dev.vedette.sensor.response;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * A process and what it has started, standing still one after the other until none is left that could start more.
 *
 * <p>A process belongs if one that belongs is its parent, or if it is in the process group or session that one that
 * belongs has made: so one stays in the tree whose parent ended in between, unless it left group and session too. Every
 * one is held by a descriptor that names no later process of the same number. For one thread.
 */
final class ProcessTree implements AutoCloseable {
    /** More than that is a fork bomb, for which freezing the container is the answer. */
    private static final int MAX_PROCESSES = 4_096;

    private static final Duration STANDSTILL = Duration.ofMillis(300);
    private static final Duration STEP = Duration.ofMillis(1);

    private final CLibrary libc;
    private final IntPredicate inScope;
    private final Map<Integer, PidFd> held = new LinkedHashMap<>();
    private boolean letGo = true;

    /** @param inScope whether a process may be touched at all: runs in the same container */
    ProcessTree(CLibrary libc, IntPredicate inScope) {
        this.libc = libc;
        this.inScope = inScope;
    }

    /** Holds the root, which now belongs to the tree, and then whatever it has started. */
    void hold(int root, PidFd descriptor) throws IOException {
        held.put(root, descriptor);
        try {
            descriptor.hold();
        } catch (PidFd.NoSuchProcessException e) {
            return; // others may be left
        }
        gather();
    }

    /** Holds those that belong until a look at all that stand still finds no other. */
    private void gather() throws IOException {
        long end = System.nanoTime() + STANDSTILL.toNanos();
        boolean still;
        boolean grown;
        do {
            still = allStandStill();
            grown = look();
            if (!grown && !still) {
                LockSupport.parkNanos(STEP.toNanos());
            }
        } while ((grown || !still) && System.nanoTime() < end && held.size() < MAX_PROCESSES);
    }

    private boolean allStandStill() {
        return held.keySet().stream()
                .allMatch(
                        pid -> ProcessStat.of(pid).map(ProcessStat::standsStill).orElse(true));
    }

    private boolean look() throws IOException {
        boolean grown = false;
        for (ProcessStat process : ProcessStat.all()) {
            if (belongs(process) && !held.containsKey(process.pid()) && inScope.test(process.pid())) {
                grown |= add(process);
            }
        }
        return grown;
    }

    private boolean belongs(ProcessStat process) {
        return !process.hasEnded()
                && (held.containsKey(process.parent())
                        || held.containsKey(process.group())
                        || held.containsKey(process.session()));
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

    /**
     * Ends all of them, and looks again for such as came in between, until none is left.
     *
     * @return those that still exist after the bound
     */
    List<Integer> kill(Duration bound) throws IOException {
        letGo = false;
        long end = System.nanoTime() + bound.toNanos();
        List<Integer> left;
        do {
            for (PidFd process : held.values()) {
                end(process);
            }
            left = awaitEnds(end);
        } while (look() && System.nanoTime() < end && held.size() < MAX_PROCESSES);
        return left;
    }

    private static void end(PidFd process) throws IOException {
        try {
            process.kill();
        } catch (PidFd.NoSuchProcessException e) {
            // so it has ended
        }
    }

    private List<Integer> awaitEnds(long end) throws IOException {
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

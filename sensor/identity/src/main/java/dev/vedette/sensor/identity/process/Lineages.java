package dev.vedette.sensor.identity.process;

import dev.vedette.policy.model.ProcessId;
import dev.vedette.sensor.identity.node.SeenProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Who was started by whom, as each fork was told, however many of those in between have ended since.
 *
 * <p>A process sheds its parent, its group and its session by a few calls (setsid(2), and a parent that ends); that it
 * was forked by somebody it cannot shed. Ancestors that have ended are remembered for {@link #REMEMBERED_NANOS}, so that
 * a chain of processes each of which starts the next one and ends does not grow without bound; then their children count
 * as those of the next one above.
 *
 * <p>One thread writes, that of the {@link ProcessTable}; any may ask.
 */
public final class Lineages {
    /** A finding's answer comes within seconds. */
    static final long REMEMBERED_NANOS = 10_000_000_000L;

    private static final int BIRTHS_BETWEEN_SWEEPS = 1_024;
    /** A sweep looks at all that is remembered, which may be much when most processes end at once. */
    private static final long NANOS_BETWEEN_SWEEPS = 2_000_000_000L;

    private final Map<Integer, Life> living = new ConcurrentHashMap<>();
    private int births;
    private long sweptNanos = System.nanoTime();

    /** One process, ended or not. Times are in the grain of {@code /proc}, in which both sources agree. */
    private static final class Life {
        final int pid;
        final long start;
        volatile Life parent;
        volatile boolean ended;
        long endedNanos;

        Life(int pid, long start, Life parent) {
            this.pid = pid;
            this.start = start;
            this.parent = parent;
        }

        /** In the grain of {@code /proc}. */
        ProcessId id() {
            return new ProcessId(pid, start * SeenProcess.START_GRAIN_NANOS);
        }

        boolean is(ProcessId id) {
            return pid == id.pid() && start == grain(id.startBootNanos());
        }
    }

    private static long grain(long nanos) {
        return Math.floorDiv(nanos, SeenProcess.START_GRAIN_NANOS);
    }

    /** @param parent null where it is not known */
    void born(ProcessId child, ProcessId parent) {
        Life above = parent == null ? null : living.get(parent.pid());
        if (above != null && !above.is(parent)) {
            above = null;
        }
        Life known = living.get(child.pid());
        if (known != null && known.is(child)) {
            known.parent = above == null ? known.parent : above;
            return;
        }
        // Its number is used again: that one has ended, and nobody told.
        end(living.put(child.pid(), new Life(child.pid(), grain(child.startBootNanos()), above)));
        if (++births % BIRTHS_BETWEEN_SWEEPS == 0 && System.nanoTime() - sweptNanos > NANOS_BETWEEN_SWEEPS) {
            sweep(System.nanoTime());
            sweptNanos = System.nanoTime();
        }
    }

    void ended(ProcessId process) {
        Life life = living.get(process.pid());
        if (life != null && life.is(process)) {
            end(living.remove(process.pid()));
        }
    }

    /** Ends those that the node no longer has: their ends were not told. */
    void endThose(Predicate<ProcessId> gone) {
        living.values().stream()
                .filter(life -> gone.test(life.id()))
                .toList()
                .forEach(life -> end(living.remove(life.pid)));
    }

    private static void end(Life life) {
        if (life != null) {
            life.endedNanos = System.nanoTime();
            life.ended = true;
        }
    }

    /** Forgets ancestors that have ended long ago. */
    void sweep(long nowNanos) {
        Map<Life, Boolean> seen = new HashMap<>();
        for (Life life : living.values()) {
            for (Life at = life; at != null && seen.put(at, true) == null; at = at.parent) {
                while (at.parent != null && at.parent.ended && nowNanos - at.parent.endedNanos > REMEMBERED_NANOS) {
                    at.parent = at.parent.parent;
                }
            }
        }
    }

    /** Those that live and descend from this one, itself left out; as far as was told until now. */
    public List<ProcessId> descendants(ProcessId ancestor) {
        Map<Life, Boolean> known = new HashMap<>();
        List<ProcessId> found = new ArrayList<>();
        for (Life life : living.values()) {
            if (descends(life, ancestor, known)) {
                found.add(life.id());
            }
        }
        return found;
    }

    /** Each one is looked at once, however many have it as their ancestor. */
    private static boolean descends(Life life, ProcessId ancestor, Map<Life, Boolean> known) {
        List<Life> way = new ArrayList<>();
        boolean descends = false;
        for (Life at = life; at != null; at = at.parent) {
            Boolean before = known.putIfAbsent(at, false);
            if (before != null) {
                descends = before;
                break;
            }
            way.add(at);
            if (at.parent != null && at.parent.is(ancestor)) {
                descends = true;
                break;
            }
        }
        if (descends) {
            way.forEach(one -> known.put(one, true));
        }
        return descends;
    }

    /** Those that are remembered, ended ones among them. */
    int size() {
        Map<Life, Boolean> all = new HashMap<>();
        for (Life life : living.values()) {
            for (Life at = life; at != null && all.put(at, true) == null; at = at.parent) {
                // it counts
            }
        }
        return all.size();
    }
}

package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Fact;
import dev.vedette.sensor.identity.container.ContainerLife;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Facts of containers that no runtime has named yet.
 *
 * <p>Guarantees: order within a container is kept; nothing waits longer than the bound by much more than the distance of
 * two calls of {@link #releaseDue}; at most {@code capacity} facts wait: beyond that the container that has waited
 * longest goes out unnamed. What goes out so is {@link PendingEvents}' from then on. Not thread-safe.
 */
final class WaitingEvents {
    /** Usually the runtime's own event has come by then; but it may have given it to another subscriber. */
    private static final long ASK_AFTER_NANOS = 50_000_000L;

    private final int capacity;
    private final long boundNanos;
    private final PendingEvents pending;
    private final Consumer<String> question;
    private final Map<ContainerLife, Deque<Unnamed>> byLife = new LinkedHashMap<>();
    private final Set<ContainerLife> askedFor = new HashSet<>();
    private int count;
    /** Nothing is to be done for anyone before. */
    private long nextNanos = Long.MAX_VALUE;

    /**
     * Nothing waits yet.
     *
     * @param boundNanos how long a container's first fact waits
     * @param question asks runtimes who the container with that id is
     */
    WaitingEvents(int capacity, long boundNanos, PendingEvents pending, Consumer<String> question) {
        this.capacity = capacity;
        this.boundNanos = boundNanos;
        this.pending = pending;
        this.question = question;
    }

    /** Holds a fact back. */
    void hold(ContainerLife life, Unnamed fact, Consumer<Fact> out) {
        if (count >= capacity) {
            giveUp(byLife.keySet().iterator().next(), "full", fact.receivedNanos(), out);
        }
        if (life.waitedInVain()) {
            pending.tell(life, fact, "unnamed", out);
            return;
        }
        byLife.computeIfAbsent(life, key -> new ArrayDeque<>()).add(fact);
        count++;
        nextNanos = Math.min(nextNanos, fact.receivedNanos() + ASK_AFTER_NANOS);
    }

    /** Lets the facts of a container go, named as it is now. */
    void release(ContainerLife life, Consumer<Fact> out) {
        taken(life).forEach(fact -> fact.tell(life.container(), out));
    }

    /** Lets those go whose first fact is due: the container is not waited for again. */
    void releaseDue(long nowNanos, Consumer<Fact> out) {
        // Asked after each event, while thousands of containers may wait.
        if (count == 0 || nowNanos < nextNanos) {
            return;
        }
        nextNanos = Long.MAX_VALUE;
        List<ContainerLife> due = new ArrayList<>();
        byLife.forEach((life, held) -> {
            long firstNanos = held.getFirst().receivedNanos();
            if (nowNanos - firstNanos >= boundNanos) {
                due.add(life);
                return;
            }
            if (nowNanos - firstNanos >= ASK_AFTER_NANOS && askedFor.add(life)) {
                question.accept(life.containerId());
            }
            nextNanos = Math.min(nextNanos, firstNanos + (askedFor.contains(life) ? boundNanos : ASK_AFTER_NANOS));
        });
        due.forEach(life -> giveUp(life, "time", nowNanos, out));
    }

    /** At the end: what waits goes out as it is. */
    void releaseAll(Consumer<Fact> out) {
        for (ContainerLife life : List.copyOf(byLife.keySet())) {
            taken(life).forEach(fact -> pending.tell(life, fact, "shutdown", out));
        }
    }

    private void giveUp(ContainerLife life, String reason, long nowNanos, Consumer<Fact> out) {
        Deque<Unnamed> held = taken(life);
        pending.begins(life, held.getFirst(), nowNanos);
        held.forEach(fact -> pending.tell(life, fact, reason, out));
    }

    private Deque<Unnamed> taken(ContainerLife life) {
        askedFor.remove(life);
        Deque<Unnamed> held = byLife.remove(life);
        count -= held == null ? 0 : held.size();
        return held == null ? new ArrayDeque<>() : held;
    }

    int count() {
        return count;
    }
}

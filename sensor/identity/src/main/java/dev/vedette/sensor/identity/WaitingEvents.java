package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.sensor.identity.container.ContainerLife;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Facts of containers that no runtime has named yet.
 *
 * <p>Guarantees: order within a container is kept; nothing waits longer than the bound by much more than the distance of
 * two calls of {@link #releaseDue}; at most {@code capacity} facts wait: beyond that the container that has waited
 * longest goes out unnamed. Not thread-safe.
 */
final class WaitingEvents {
    private final int capacity;
    private final IdentityMetrics metrics;
    private final Map<ContainerLife, Deque<Held>> byLife = new LinkedHashMap<>();
    private int count;

    private record Held(long dueNanos, Function<Container, Optional<Fact>> fact) {}

    WaitingEvents(int capacity, IdentityMetrics metrics) {
        this.capacity = capacity;
        this.metrics = metrics;
    }

    /**
     * Holds a fact back.
     *
     * @param dueNanos when it must go out, {@link System#nanoTime()}
     */
    void hold(ContainerLife life, long dueNanos, Function<Container, Optional<Fact>> fact, Consumer<Fact> out) {
        if (count >= capacity) {
            giveUp(byLife.keySet().iterator().next(), "full", out);
        }
        byLife.computeIfAbsent(life, key -> new ArrayDeque<>()).add(new Held(dueNanos, fact));
        count++;
    }

    boolean holds(ContainerLife life) {
        return byLife.containsKey(life);
    }

    /** Lets the facts of a container go, named as it is now. */
    void release(ContainerLife life, Consumer<Fact> out) {
        Deque<Held> held = byLife.remove(life);
        if (held != null) {
            count -= held.size();
            held.forEach(one -> one.fact().apply(life.container()).ifPresent(out));
        }
    }

    /** Lets those go whose first fact is due: the container is not waited for again. */
    void releaseDue(long nowNanos, Consumer<Fact> out) {
        if (count == 0) {
            return;
        }
        List<ContainerLife> due = new ArrayList<>();
        byLife.forEach((life, held) -> {
            if (held.getFirst().dueNanos() - nowNanos <= 0) {
                due.add(life);
            }
        });
        due.forEach(life -> giveUp(life, "time", out));
    }

    void releaseAll(Consumer<Fact> out) {
        List.copyOf(byLife.keySet()).forEach(life -> giveUp(life, "shutdown", out));
    }

    private void giveUp(ContainerLife life, String reason, Consumer<Fact> out) {
        life.giveUpWaiting();
        metrics.sentPending(reason, byLife.get(life).size());
        release(life, out);
    }

    int count() {
        return count;
    }
}

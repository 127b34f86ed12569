package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.IdentityObserved;
import dev.vedette.policy.model.IdentityObserved.State;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Origin;
import dev.vedette.sensor.identity.container.ContainerLife;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What went out without its container's identity, kept until the runtime speaks after all: then it is told again, so
 * that findings are completed and policies that look at workloads have their say.
 *
 * <p>Bounded: of each container the first {@value #MAX_EACH} facts, over all of them a given number; beyond that those
 * of the container that is pending longest are let go. Runtimes are asked again for every container here, less and less
 * often. Not thread-safe: the pipeline thread owns it.
 */
final class PendingEvents {
    private static final int MAX_EACH = 256;
    /** Many containers that start at once keep a runtime busy for seconds: that is no sign of anything. */
    private static final long TOLD_AFTER_NANOS = 10_000_000_000L;

    private static final long FIRST_ASK_NANOS = 1_000_000_000L;
    private static final long RAREST_ASK_NANOS = 60_000_000_000L;

    private final int capacity;
    private final IdentityMetrics metrics;
    private final Map<ContainerLife, Entry> byLife = new LinkedHashMap<>();
    private int count;

    private static final class Entry {
        private final List<Unnamed> facts = new ArrayList<>();
        private long askAtNanos;
        private long pauseNanos = FIRST_ASK_NANOS;
        /** Null when it has been told. */
        private Unnamed first;

        Entry(Unnamed first) {
            this.first = first;
        }
    }

    PendingEvents(int capacity, IdentityMetrics metrics) {
        this.capacity = capacity;
        this.metrics = metrics;
    }

    /** A container has waited in vain. */
    void begins(ContainerLife life, Unnamed first, long nowNanos) {
        life.giveUpWaiting(first.receivedNanos());
        Entry entry = new Entry(first);
        entry.askAtNanos = nowNanos;
        byLife.put(life, entry);
    }

    /** Gives a fact out without identity, and keeps it. */
    void tell(ContainerLife life, Unnamed fact, String reason, Consumer<Fact> out) {
        metrics.sentPending(reason);
        life.sentPending(1);
        fact.tell(life.container(), out);
        Entry entry = byLife.get(life);
        if (entry != null && entry.facts.size() < MAX_EACH) {
            entry.facts.add(fact);
            count++;
            makeRoom(life);
        }
    }

    private void makeRoom(ContainerLife spared) {
        while (count > capacity) {
            ContainerLife oldest = byLife.keySet().iterator().next();
            if (oldest == spared) {
                return;
            }
            count -= byLife.remove(oldest).facts.size();
        }
    }

    /** The runtime has spoken: says so where it was told that it had not, and tells again what is kept. */
    void complete(ContainerLife life, long nowNanos, long epochNanos, Origin origin, Consumer<Fact> out) {
        if (!life.waitedInVain()) {
            return;
        }
        Entry entry = byLife.remove(life);
        List<Unnamed> kept = entry == null ? List.of() : entry.facts;
        count -= kept.size();
        metrics.completed();
        if (entry == null || entry.first == null) {
            out.accept(new IdentityObserved(
                    State.COMPLETED,
                    life.container(),
                    Container.pending(life.containerId()),
                    nowNanos - life.pendingSinceNanos(),
                    life.sentPending(),
                    kept.size(),
                    epochNanos,
                    origin));
        }
        kept.forEach(fact -> fact.tell(life.container(), out));
    }

    /**
     * Asks again for those whose time has come, tells of those that have been pending for long, once, and gives up those
     * that have ended and were asked for often.
     */
    void ask(long nowNanos, Consumer<String> question, Consumer<Fact> out) {
        byLife.entrySet().removeIf(pending -> {
            Entry entry = pending.getValue();
            tellOnce(pending.getKey(), entry, nowNanos, out);
            if (entry.askAtNanos - nowNanos > 0) {
                return false;
            }
            if (pending.getKey().phase() == LifePhase.STOPPED && entry.pauseNanos == RAREST_ASK_NANOS) {
                count -= entry.facts.size();
                return true;
            }
            question.accept(pending.getKey().containerId());
            entry.askAtNanos = nowNanos + entry.pauseNanos;
            entry.pauseNanos = Math.min(2 * entry.pauseNanos, RAREST_ASK_NANOS);
            return false;
        });
    }

    private static void tellOnce(ContainerLife life, Entry entry, long nowNanos, Consumer<Fact> out) {
        Unnamed first = entry.first;
        if (first == null || nowNanos - first.receivedNanos() < TOLD_AFTER_NANOS) {
            return;
        }
        entry.first = null;
        out.accept(new IdentityObserved(
                State.PENDING,
                life.container(),
                life.container(),
                nowNanos - first.receivedNanos(),
                life.sentPending(),
                0,
                first.epochNanos(),
                first.origin()));
    }

    /** Containers that nobody has named yet. */
    int containers() {
        return byLife.size();
    }
}

package dev.vedette.baseline.blame;

import dev.vedette.policy.model.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was measured in one window, put together by container: several control groups may be one container's, and all that
 * are nobody's are the node's own. Not thread-safe.
 */
public final class BlameWindow {
    private final double scale;
    private final Map<String, Victim> victims = new LinkedHashMap<>();
    private final Map<String, Long> uses = new HashMap<>();
    private final Set<String> present = new HashSet<>();

    private static final class Victim {
        final Container container;
        final Map<String, Container> neighbours = new HashMap<>();
        final Map<String, Long> behind = new HashMap<>();
        long quota;
        long waited;
        WaitLengths lengths;

        Victim(Container container) {
            this.container = container;
        }
    }

    /** @param elapsed how long was really measured, more than zero: times become those of a whole {@link NeighbourJudge#WINDOW} */
    public BlameWindow(Duration elapsed) {
        scale = (double) NeighbourJudge.WINDOW.toNanos() / elapsed.toNanos();
    }

    /** A container waited while another, or itself, used the resource. */
    public void waited(Container victim, Container culprit, long nanos) {
        Victim row = row(victim);
        row.neighbours.putIfAbsent(keyOf(culprit), culprit);
        row.behind.merge(keyOf(culprit), scaled(nanos), Long::sum);
    }

    /** A container's own limit kept it waiting. */
    public void throttled(Container victim, long nanos) {
        row(victim).quota += scaled(nanos);
    }

    /**
     * All that a container waited, whoever was the cause: what {@link #waited(Container, Container, long)} and {@link
     * #throttled} leave of it has no known cause.
     */
    public void waitedInAll(Container victim, long nanos, WaitLengths lengths) {
        Victim row = row(victim);
        row.waited += scaled(nanos);
        if (row.lengths == null) {
            row.lengths = lengths;
        } else {
            row.lengths.add(lengths);
        }
    }

    /** A container was there and could have waited: if it did not, that is usual for it. */
    public void present(Container container) {
        present.add(keyOf(container));
    }

    /** How much of the resource a container used. */
    public void used(Container container, long nanos) {
        uses.merge(keyOf(container), scaled(nanos), Long::sum);
    }

    private long scaled(long nanos) {
        return Math.round(nanos * scale);
    }

    private Victim row(Container victim) {
        return victims.computeIfAbsent(keyOf(victim), key -> new Victim(victim));
    }

    /** One row for each container that waited, or asked and was served at once. */
    List<BlameRow> rows() {
        List<BlameRow> rows = new ArrayList<>();
        victims.forEach((key, victim) -> {
            BlameRow row = row(key, victim);
            // What was asked for and came at once tells how long it usually takes.
            if (row.waited() > 0 || row.p95() > 0) {
                rows.add(row);
            }
        });
        return rows;
    }

    private static BlameRow row(String key, Victim victim) {
        Map<Cause, Long> causes = new HashMap<>();
        long known = victim.quota;
        for (Map.Entry<String, Long> behind : victim.behind.entrySet()) {
            Cause cause = behind.getKey().equals(key)
                    ? Cause.Own.ITSELF
                    : new Cause.Neighbour(victim.neighbours.get(behind.getKey()));
            causes.put(cause, behind.getValue());
            known += behind.getValue();
        }
        causes.put(Cause.Own.QUOTA, victim.quota);
        causes.put(Cause.Own.UNKNOWN, victim.waited - known);
        return new BlameRow(victim.container, causes, victim.lengths == null ? 0 : victim.lengths.p95());
    }

    /** By {@link #keyOf}. */
    Set<String> present() {
        return present;
    }

    /** By {@link #keyOf}, nanoseconds. */
    Map<String, Long> uses() {
        return uses;
    }

    /** What stays the same while more becomes known of a container. */
    static String keyOf(Container container) {
        return container.onHost() ? "host" : container.id();
    }

    static String keyOf(Cause cause) {
        return cause instanceof Cause.Neighbour(Container container) ? keyOf(container) : cause.label();
    }
}

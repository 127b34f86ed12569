package dev.vedette.sensor.agent;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest events of the whole node, for evidence. Costs a store for each, and memory for as many as are kept. The
 * pipeline's thread adds; any may ask.
 */
final class RecentEvents {
    private static final int KEPT = 2_048;

    private final Event[] latest = new Event[KEPT];
    private int next;

    synchronized void add(Fact fact) {
        if (fact instanceof Event event) {
            latest[next] = event;
            next = (next + 1) % KEPT;
        }
    }

    /** Those of one container, the oldest first, a line each. */
    List<String> of(Container container) {
        List<String> lines = new ArrayList<>();
        for (Event event : all()) {
            if (event.container().id().equals(container.id())) {
                lines.add(Instant.ofEpochSecond(0, event.epochNanos()) + " " + event);
            }
        }
        return lines;
    }

    private synchronized List<Event> all() {
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < KEPT; i++) {
            Event event = latest[(next + i) % KEPT];
            if (event != null) {
                all.add(event);
            }
        }
        return all;
    }
}

package dev.vedette.sensor.agent;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.ProcessExited;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest events of the whole node but the ends of processes, for evidence. Costs a store for each, and memory for
 * as many as are kept. The pipeline's thread adds; any may ask.
 */
final class RecentEvents {
    /** All of them outlive a collection of young objects, which takes its time by what does. */
    private static final int KEPT = 512;

    private final Event[] latest = new Event[KEPT];
    private int next;

    synchronized void add(Fact fact) {
        if (fact instanceof Event event && !(event instanceof ProcessExited)) {
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

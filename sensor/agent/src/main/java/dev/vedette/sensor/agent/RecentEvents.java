package dev.vedette.sensor.agent;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.ProcessExited;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest events of each container but the ends of processes, for evidence: what one container does pushes out nothing
 * of another's, as long as no more than {@value #CONTAINERS} do something. The node's own processes count as one. Costs a
 * look-up and a store for each, and memory for as many as are kept. The pipeline's thread adds; any may ask.
 */
final class RecentEvents {
    /** All of them outlive a collection of young objects, which takes its time by what does. */
    static final int KEPT_OF_EACH = 32;

    /** Beyond it, the container is forgotten that has done nothing for the longest time. */
    static final int CONTAINERS = 64;

    private final Map<String, Latest> byContainer = new LinkedHashMap<>(2 * CONTAINERS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Latest> eldest) {
            return size() > CONTAINERS;
        }
    };

    synchronized void add(Fact fact) {
        if (fact instanceof Event event && !(event instanceof ProcessExited)) {
            byContainer
                    .computeIfAbsent(event.container().id(), id -> new Latest())
                    .add(event);
        }
    }

    /** Those of one container, the oldest first, a line each. */
    List<String> of(Container container) {
        return events(container.id()).stream()
                .map(event -> Instant.ofEpochSecond(0, event.epochNanos()) + " " + event)
                .toList();
    }

    private synchronized List<Event> events(String id) {
        Latest latest = byContainer.get(id);
        return latest == null ? List.of() : latest.oldestFirst();
    }

    /** A ring. */
    private static final class Latest {
        private final Event[] events = new Event[KEPT_OF_EACH];
        private int added;

        void add(Event event) {
            events[added % KEPT_OF_EACH] = event;
            added = added + 1 == 2 * KEPT_OF_EACH ? KEPT_OF_EACH : added + 1;
        }

        List<Event> oldestFirst() {
            List<Event> all = new ArrayList<>();
            for (int i = Math.max(0, added - KEPT_OF_EACH); i < added; i++) {
                all.add(events[i % KEPT_OF_EACH]);
            }
            return all;
        }
    }
}

package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.Resource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The newest judgements, for who asks. Thread-safe: one thread sets, any reads. */
public final class Neighbours {
    private volatile Window last = new Window(0, Map.of());

    /**
     * One window.
     *
     * @param endEpochNanos when it ended; 0 before the first has
     * @param judgements of each container that waited, by what it waited for
     */
    public record Window(long endEpochNanos, Map<Resource, List<Judgement>> judgements) {
        public Window {
            Map<Resource, List<Judgement>> ordered = new EnumMap<>(Resource.class);
            judgements.forEach((resource, list) -> ordered.put(resource, List.copyOf(list)));
            judgements = Collections.unmodifiableMap(ordered);
        }
    }

    public Window last() {
        return last;
    }

    void set(Window window) {
        last = window;
    }
}

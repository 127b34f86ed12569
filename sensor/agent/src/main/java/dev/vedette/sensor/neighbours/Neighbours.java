package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.Judgement;
import java.util.List;

/** The newest judgements, for who asks. Thread-safe: one thread sets, any reads. */
public final class Neighbours {
    private volatile Window last = new Window(0, List.of());

    /**
     * One window.
     *
     * @param endEpochNanos when it ended; 0 before the first has
     * @param judgements of each container that waited for a CPU
     */
    public record Window(long endEpochNanos, List<Judgement> judgements) {
        public Window {
            judgements = List.copyOf(judgements);
        }
    }

    public Window last() {
        return last;
    }

    void set(Window window) {
        last = window;
    }
}

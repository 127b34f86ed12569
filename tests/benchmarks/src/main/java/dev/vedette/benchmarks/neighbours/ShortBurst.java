package dev.vedette.benchmarks.neighbours;

import java.time.Duration;

/** A neighbour that takes the CPU for less than a second. */
record ShortBurst() implements Load {
    @Override
    public String name() {
        return "a burst of 0.8 s";
    }

    @Override
    public void run(Lane lane, Duration lasts) throws Exception {
        lane.run(lane.noisy().getFirst(), "spin", 400, "0.8");
        Thread.sleep(lasts.minusMillis(800));
    }
}

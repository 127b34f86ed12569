package dev.vedette.benchmarks.neighbours;

import java.time.Duration;

/** The batch job's usual run, which was seen while everything was learned. */
record SeenBefore() implements Load {
    @Override
    public String name() {
        return "a job as it was seen in training";
    }

    @Override
    public boolean leavesVictimWell() {
        return true;
    }

    @Override
    public void run(Lane lane, Duration lasts) {
        lane.run(lane.batch(), "spin", 25, Load.seconds(lasts));
    }
}

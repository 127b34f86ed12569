package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.time.Duration;

/** A neighbour that fills another CPU than the one that its victim would wait for. */
record Elsewhere(Lane other) implements Load {
    @Override
    public String name() {
        return "busy neighbour on another CPU";
    }

    @Override
    public boolean alone() {
        return true;
    }

    @Override
    public boolean fits(Lane lane) {
        return lane.cpu() != other.cpu();
    }

    @Override
    public boolean leavesVictimWell() {
        return true;
    }

    @Override
    public void run(Lane lane, Duration lasts) throws Exception {
        RunningContainer busy = lane.noisy().getFirst();
        other.service().does(Service.Work.NEXT_TO_NOTHING);
        other.run(busy, "spin", 200, Load.seconds(lasts));
        other.service().does(other.service().usual());
    }
}

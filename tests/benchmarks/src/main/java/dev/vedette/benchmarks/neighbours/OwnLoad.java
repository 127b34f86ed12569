package dev.vedette.benchmarks.neighbours;

import java.time.Duration;

/** A service that has four times as much to do, which is more than its CPU can. */
record OwnLoad() implements Load {
    private static final int TIMES = 4;

    @Override
    public String name() {
        return "the victim's own load ×4";
    }

    @Override
    public boolean selfInflicted() {
        return true;
    }

    @Override
    public void run(Lane lane, Duration lasts) throws Exception {
        Service service = lane.service();
        service.does(service.usual().withWorkers(TIMES));
        Thread.sleep(lasts);
        service.does(service.usual());
    }
}

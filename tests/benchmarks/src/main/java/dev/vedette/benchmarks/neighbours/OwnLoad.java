package dev.vedette.benchmarks.neighbours;

import java.time.Duration;

/**
 * A service that has several times as much to do, which is more than there is for it.
 *
 * @param resource of what it needs more
 */
record OwnLoad(String name, Resource resource, int times) implements Load {
    @Override
    public boolean selfInflicted() {
        return true;
    }

    @Override
    public void run(Lane lane, Duration lasts) throws Exception {
        Service service = victim(lane);
        service.does(service.usual().withWorkers(times));
        Thread.sleep(lasts);
        service.does(service.usual());
    }
}

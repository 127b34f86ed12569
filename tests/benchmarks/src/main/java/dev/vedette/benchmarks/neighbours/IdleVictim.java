package dev.vedette.benchmarks.neighbours;

import java.time.Duration;

/** A neighbour that fills the CPU while the service has next to nothing to do. */
record IdleVictim() implements Load {
    @Override
    public String name() {
        return "busy neighbour of an idle victim";
    }

    @Override
    public void run(Lane lane, Duration lasts) throws Exception {
        Service service = lane.service();
        service.does(Service.Work.NEXT_TO_NOTHING);
        lane.run(lane.noisy().getFirst(), "spin", 200, Load.seconds(lasts));
        service.does(service.usual());
    }
}

package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Noisy containers that take something from a service: each runs the loads' program with its own arguments, to which the time
 * is added.
 *
 * @param commands one for each noisy container that takes part
 * @param blamed how many of them, the first ones, an alert may name; none where all have equal parts
 */
record Culprits(String name, Resource resource, int blamed, List<List<Object>> commands) implements Load {
    /** One culprit. */
    static Culprits one(String name, Resource resource, Object... command) {
        return new Culprits(name, resource, 1, List.of(Arrays.asList(command)));
    }

    @Override
    public List<RunningContainer> culprits(Lane lane) {
        return lane.noisy().subList(0, blamed);
    }

    @Override
    public void run(Lane lane, Duration lasts) throws Exception {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < commands.size(); i++) {
                RunningContainer container = lane.noisy().get(i);
                List<Object> command = new ArrayList<>(commands.get(i));
                command.add(Load.seconds(lasts));
                running.add(all.submit(() -> lane.run(container, command.toArray())));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }
}

package dev.vedette.benchmarks.neighbours;

import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.SlowWire;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Loads among a dozen containers by a seeded schedule, and everything that was to be seen meanwhile. The victims' own latency,
 * measured by themselves, is the truth.
 */
public final class Trial {
    private static final int MOST_LANES = 2;

    /** Everybody's usual is learned, and the batch job is seen. */
    private static final Duration TRAINING = Duration.ofSeconds(40);

    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Duration duration;
    private final long seed;
    private final InstantSource clock = InstantSource.system();

    /**
     * What came of it.
     *
     * @param truths of all episodes, in the order in which they began
     */
    public record Result(List<Truth> truths, Recording recording, List<Score> scores) {
        /** How good our sensor was. */
        public Score ours() {
            return scores.getFirst();
        }

        /** Of each episode what it did, and what everybody said of it. */
        public List<String> lines() {
            return truths.stream()
                    .map(truth -> ScoreReport.line(truth, scores, recording))
                    .toList();
        }
    }

    /** @param duration with training; at least {@link #shortest()} */
    public Trial(Duration duration, long seed) {
        this.duration = duration;
        this.seed = seed;
    }

    /** So long takes one load. */
    static Duration shortest() {
        return TRAINING.plus(Schedule.slotLasts());
    }

    /**
     * Starts the containers and loads them; needs a machine that does nothing else.
     *
     * @param controlSocket of a sensor that watches what {@code containerd} runs
     * @param folder for what containers and we see of one another
     */
    public Result run(PrivateContainerd containerd, Path controlSocket, Path folder) throws Exception {
        int lanes = Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors());
        try (SlowWire wire = SlowWire.lay();
                Tenants tenants = Tenants.start(containerd, folder, lanes)) {
            tenants.connect(wire, folder);
            tenants.fill();
            Thread.sleep(WARM_UP);
            try (Recorder recorder = Recorder.start(controlSocket, tenants)) {
                return run(tenants, recorder);
            }
        } finally {
            GroupFiles.removeOwnGroups();
        }
    }

    private Result run(Tenants tenants, Recorder recorder) throws Exception {
        long began = clock.millis();
        train(tenants.lanes());
        long trained = clock.millis();
        List<Episode> episodes = play(tenants, began + duration.toMillis());
        Recording recording = recorder.end();
        // Until here victims were still getting to know what is usual.
        List<Truth> truths = Truth.of(episodes, began + TRAINING.toMillis() / 2);
        List<Score> scores = detectors(tenants.lanes()).stream()
                .map(detector -> Score.of(detector, recording, truths, trained))
                .toList();
        return new Result(truths, recording, scores);
    }

    private static List<Detector> detectors(List<Lane> lanes) {
        return List.of(new Ours(), new UsageThreshold(lanes), new PressureThreshold(lanes), new PreviousTask(lanes));
    }

    private static void train(List<Lane> lanes) throws Exception {
        Duration third = TRAINING.dividedBy(3);
        Thread.sleep(third);
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Lane lane : lanes) {
                var unused = all.submit(() -> new SeenBefore().run(lane, third));
            }
        }
        Thread.sleep(third);
    }

    private List<Episode> play(Tenants tenants, long endMillis) throws Exception {
        Schedule schedule = new Schedule(Loads.all(tenants.lanes()), tenants.lanes(), seed);
        List<Episode> episodes = new ArrayList<>();
        while (clock.millis() + Schedule.slotLasts().toMillis() <= endMillis) {
            try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Episode>> running = new ArrayList<>();
                for (Schedule.Planned planned : schedule.slot()) {
                    running.add(all.submit(play(planned)));
                }
                for (Future<Episode> one : running) {
                    episodes.add(one.get());
                }
            }
            Thread.sleep(Schedule.QUIET);
        }
        return episodes;
    }

    private Callable<Episode> play(Schedule.Planned planned) {
        return () -> {
            Thread.sleep(planned.delay());
            long begin = clock.millis();
            planned.load().run(planned.lane(), Schedule.ACTIVE);
            return new Episode(planned.load(), planned.lane(), begin, clock.millis());
        };
    }
}

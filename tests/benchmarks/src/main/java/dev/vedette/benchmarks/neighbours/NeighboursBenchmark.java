package dev.vedette.benchmarks.neighbours;

import dev.vedette.benchmarks.Benchmark;
import dev.vedette.benchmarks.Figure;
import dev.vedette.benchmarks.SensorProcess;
import dev.vedette.benchmarks.Stage;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Whether noisy neighbours are found and named: twelve containers, loads by a seeded schedule, and the victims' own latency,
 * measured by themselves, as the truth.
 */
public final class NeighboursBenchmark implements Benchmark {
    private static final int MOST_LANES = 2;

    /** Everybody's usual is learned, and the batch job is seen. */
    private static final Duration TRAINING = Duration.ofSeconds(40);

    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Stage stage;
    private final Duration duration;
    private final long seed;
    private final InstantSource clock = InstantSource.system();

    /** @param duration with training, from when all containers run; at least as long as one load takes */
    public NeighboursBenchmark(Stage stage, Duration duration, long seed) {
        this.stage = stage;
        this.duration = duration;
        this.seed = seed;
    }

    @Override
    public List<Figure> measure() throws Exception {
        if (duration.compareTo(TRAINING.plus(Schedule.slotLasts())) < 0) {
            throw new IOException("--neighbours takes two minutes at least; its short form is --minutes 4");
        }
        Path folder = Files.createDirectories(stage.folder().resolve("neighbours"));
        try (PrivateContainerd containerd = PrivateContainerd.start(folder.resolve("containerd"));
                SensorProcess sensor = stage.sensorByBuiltInRules(
                        "--runtime=" + containerd.endpoint().socket())) {
            sensor.awaitReady();
            int lanes = Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors());
            Tenants tenants = Tenants.start(containerd, folder, lanes);
            tenants.fill();
            Thread.sleep(WARM_UP);
            try (Recorder recorder = Recorder.start(ControlSocket.in(sensor.state()), tenants)) {
                return figures(tenants, recorder);
            }
        } finally {
            GroupFiles.removeOwnGroups();
        }
    }

    private List<Figure> figures(Tenants tenants, Recorder recorder) throws Exception {
        long began = clock.millis();
        train(tenants.lanes());
        long trained = clock.millis();
        Set<Resource> judged = judged();
        List<Episode> episodes = play(tenants, judged, began + duration.toMillis());
        Recording recording = recorder.end();
        // Until here victims were still getting to know what is usual.
        List<Truth> truths = Truth.of(episodes, began + TRAINING.toMillis() / 2);
        List<Truth> scored = truths.stream()
                .filter(truth -> judged.contains(truth.episode().load().resource()))
                .toList();
        List<Score> scores = detectors(tenants.lanes()).stream()
                .map(detector -> Score.of(detector, recording, scored, trained))
                .toList();
        truths.forEach(truth -> System.out.println(ScoreReport.line(truth, scores, recording)));
        List<Figure> figures = new ArrayList<>(
                List.of(Figure.plain("episodes", "%d (seed %d)", episodes.size(), seed), notJudged(truths, judged)));
        figures.addAll(new ScoreReport(scores).figures());
        return figures;
    }

    private static List<Detector> detectors(List<Lane> lanes) {
        return List.of(new Ours(), new UsageThreshold(lanes), new PressureThreshold(lanes), new PreviousTask(lanes));
    }

    private static Set<Resource> judged() throws BundleException, IOException {
        try (RuleBundle bundle = RuleBundle.builtIn(NeighboursBenchmark.class.getClassLoader())) {
            RuleCatalog catalog = RuleCatalog.of(List.of(bundle));
            return Set.of(Resource.values()).stream()
                    .filter(resource -> resource.isJudgedBy(catalog))
                    .collect(Collectors.toSet());
        }
    }

    private static Figure notJudged(List<Truth> truths, Set<Resource> judged) {
        List<Truth> left = truths.stream()
                .filter(truth -> !judged.contains(truth.episode().load().resource()))
                .toList();
        return Figure.plain(
                "episodes that no rule judges yet",
                "%d, %d of them harm",
                left.size(),
                left.stream().filter(Truth::harm).count());
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

    private List<Episode> play(Tenants tenants, Set<Resource> judged, long endMillis) throws Exception {
        Schedule schedule = new Schedule(Loads.all(tenants.lanes()), judged, tenants.lanes(), seed);
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

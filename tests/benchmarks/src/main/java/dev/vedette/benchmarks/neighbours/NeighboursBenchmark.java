package dev.vedette.benchmarks.neighbours;

import dev.vedette.benchmarks.Benchmark;
import dev.vedette.benchmarks.Figure;
import dev.vedette.benchmarks.SensorProcess;
import dev.vedette.benchmarks.Stage;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether noisy neighbours are found and named: by a trial with a dozen containers, and the sensor as users start it. */
public final class NeighboursBenchmark implements Benchmark {
    private final Stage stage;
    private final Duration duration;
    private final long seed;

    /** @param duration with training, from when all containers run; at least as long as one load takes */
    public NeighboursBenchmark(Stage stage, Duration duration, long seed) {
        this.stage = stage;
        this.duration = duration;
        this.seed = seed;
    }

    @Override
    public List<Figure> measure() throws Exception {
        if (duration.compareTo(Trial.shortest()) < 0) {
            throw new IOException("--neighbours takes two minutes at least; its short form is --minutes 4");
        }
        Path folder = Files.createDirectories(stage.folder().resolve("neighbours"));
        try (PrivateContainerd containerd = PrivateContainerd.start(folder.resolve("containerd"));
                SensorProcess sensor = stage.sensorByBuiltInRules(
                        "--runtime=" + containerd.endpoint().socket())) {
            sensor.awaitReady();
            return figures(new Trial(duration, seed).run(containerd, ControlSocket.in(sensor.state()), folder));
        }
    }

    private List<Figure> figures(Trial.Result result) {
        result.lines().forEach(System.out::println);
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.plain("episodes", "%d (seed %d)", result.truths().size(), seed),
                Figure.plain(
                        "episodes that the machine has spoilt",
                        "%d",
                        result.truths().stream().filter(Truth::spoilt).count())));
        figures.addAll(new ScoreReport(result.scores()).figures());
        return figures;
    }
}

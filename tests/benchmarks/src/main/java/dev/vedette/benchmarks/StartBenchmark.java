package dev.vedette.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * From the start of the launcher to the first finding on the terminal. The marker program runs every 10 ms from before
 * the start on: the first start that is seen is told.
 */
final class StartBenchmark implements Benchmark {
    private static final double GOAL_SECONDS = 2;
    private static final String FOR_LONG = "6000";
    private static final String GAP_MICROS = "10000";

    private final Stage stage;
    private final int rounds;

    StartBenchmark(Stage stage, int rounds) {
        this.stage = stage;
        this.rounds = rounds;
    }

    @Override
    public List<Figure> measure() throws Exception {
        List<Double> cached = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            cached.add(seconds(""));
            plain.add(seconds(Stage.NO_CACHE));
        }
        double median = Medians.median(cached);
        return List.of(
                Figure.atMost(GOAL_SECONDS, median, "start to first event, with cache, s", "%.2f", median),
                Figure.plain("start to first event, without cache, s", "%.2f", Medians.median(plain)));
    }

    private double seconds(String jvmOptions) throws Exception {
        Process marks = stage.workload().start("mark", FOR_LONG, GAP_MICROS);
        try (SensorProcess sensor = stage.sensor(jvmOptions)) {
            sensor.await(
                    "the first finding",
                    () -> !sensor.linesOf(Stage.MARKER_STARTED).isEmpty());
            return (System.nanoTime() - sensor.startedNanos()) / 1e9;
        } finally {
            marks.destroy();
            marks.waitFor();
        }
    }
}

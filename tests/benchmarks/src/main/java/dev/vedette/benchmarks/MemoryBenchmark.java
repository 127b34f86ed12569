package dev.vedette.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Resident memory of the sensor with its ring of 4 MiB: at rest, and the highest under a steady load. */
final class MemoryBenchmark implements Benchmark {
    private static final double GOAL_MIB = 170;
    private static final double MIB = 1 << 20;
    private static final long EVENTS_PER_SECOND = 20_000;

    /** Somewhat more operations than records are wanted: repeats and what is passed over make none. */
    private static final long OPERATIONS_PER_SECOND = 20_500;

    private static final long REST_MILLIS = 3_000;

    private final Stage stage;
    private final int seconds;

    MemoryBenchmark(Stage stage, int seconds) {
        this.stage = stage;
        this.seconds = seconds;
    }

    @Override
    public List<Figure> measure() throws Exception {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(measure("", "with cache"));
        figures.addAll(measure(Stage.NO_CACHE, "without cache"));
        return figures;
    }

    private List<Figure> measure(String jvmOptions, String how) throws Exception {
        try (SensorProcess sensor = stage.sensor(jvmOptions)) {
            sensor.awaitReady();
            Thread.sleep(REST_MILLIS);
            double atRest = sensor.residentBytes() / MIB;
            double records = sensor.records();
            double lost = sensor.lost();
            double cpu = sensor.cpuSeconds();
            long began = System.nanoTime();
            Process load =
                    stage.workload().start("load", Long.toString(OPERATIONS_PER_SECOND), Integer.toString(seconds));
            double highest = 0;
            while (!load.waitFor(200, TimeUnit.MILLISECONDS)) {
                highest = Math.max(highest, sensor.residentBytes() / MIB);
            }
            double took = (System.nanoTime() - began) / 1e9;
            double rate = (sensor.records() - records) / took;
            return List.of(
                    Figure.atMost(GOAL_MIB, atRest, "resident memory at rest, " + how + ", MiB", "%.0f", atRest),
                    Figure.atMost(GOAL_MIB, highest, "resident memory under load, " + how + ", MiB", "%.0f", highest),
                    new Figure(
                            "that load, " + how + ", events/s",
                            "%,.0f (%.0f %% of a core, %.0f lost)"
                                    .formatted(rate, (sensor.cpuSeconds() - cpu) / took * 100, sensor.lost() - lost),
                            "≥ " + EVENTS_PER_SECOND,
                            rate >= EVENTS_PER_SECOND));
        }
    }
}

package dev.vedette.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What programs pay for being watched: time per operation with a sensor and without, rounds interleaved, ratio of
 * medians; and what the sensor itself spends meanwhile.
 */
final class SlowdownBenchmark implements Benchmark {
    private static final long SETTLE_MILLIS = 500;
    private static final long REST_MILLIS = 2_000;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final int COST_ROUNDS = 3;
    private static final double PER = 100_000;

    private final Stage stage;
    private final int rounds;
    private final double share;

    /** @param share how much of the usual number of operations is done in a round */
    SlowdownBenchmark(Stage stage, int rounds, double share) {
        this.stage = stage;
        this.rounds = rounds;
        this.share = share;
    }

    private enum Loop {
        EXEC("exec", 800),
        OPEN_HOT("open, one file", 300_000),
        OPEN_MANY("open, 5000 files", 200_000),
        OPEN_WRITE("open-write", 50_000),
        CONNECT("connect", 10_000);

        private final String title;
        private final long count;

        Loop(String title, long count) {
            this.title = title;
            this.count = count;
        }

        String program() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final class Samples {
        private final List<Double> without = new ArrayList<>();
        private final List<Double> with = new ArrayList<>();
    }

    @Override
    public List<Figure> measure() throws Exception {
        Map<Loop, Samples> samples = new EnumMap<>(Loop.class);
        for (Loop loop : Loop.values()) {
            samples.put(loop, new Samples());
        }
        for (int round = 0; round < rounds; round++) {
            for (var each : samples.entrySet()) {
                each.getValue().without.add(run(each.getKey()).nanosPerOperation());
            }
            try (SensorProcess sensor = stage.sensor()) {
                sensor.awaitReady();
                for (Loop loop : Loop.values()) {
                    run(loop);
                }
                for (var each : samples.entrySet()) {
                    each.getValue().with.add(run(each.getKey()).nanosPerOperation());
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        samples.forEach((loop, sample) -> figures.add(ratio(loop, sample)));
        figures.addAll(ownCost());
        return figures;
    }

    /** By one sensor that has compiled what it needs: what a sensor spends in its first seconds is another matter. */
    private List<Figure> ownCost() throws Exception {
        try (SensorProcess sensor = stage.sensor()) {
            sensor.awaitReady();
            long warm = System.nanoTime() + WARM_UP.toNanos();
            while (System.nanoTime() < warm) {
                for (Loop loop : Loop.values()) {
                    run(loop);
                }
            }
            double atRest = cpuPerSecondAtRest(sensor);
            List<Figure> figures = new ArrayList<>();
            figures.add(Figure.plain("sensor's CPU at rest, % of a core", "%.1f", atRest * 100));
            for (Loop loop : Loop.values()) {
                figures.add(cost(loop, sensor, atRest));
            }
            return figures;
        }
    }

    private static double cpuPerSecondAtRest(SensorProcess sensor) throws Exception {
        Thread.sleep(SETTLE_MILLIS);
        double before = sensor.cpuSeconds();
        Thread.sleep(REST_MILLIS);
        return (sensor.cpuSeconds() - before) / (REST_MILLIS / 1e3);
    }

    private Figure cost(Loop loop, SensorProcess sensor, double atRest) throws Exception {
        double before = sensor.cpuSeconds();
        long began = System.nanoTime();
        long operations = 0;
        for (int i = 0; i < COST_ROUNDS; i++) {
            operations += run(loop).operations();
        }
        // What the sensor does about it may end after the workload.
        Thread.sleep(SETTLE_MILLIS);
        double spent = sensor.cpuSeconds() - before - atRest * (System.nanoTime() - began) / 1e9;
        return Figure.plain(
                "sensor's CPU per 100,000 of " + loop.title + ", s", "%.2f", Math.max(0, spent) / operations * PER);
    }

    private Workload.Timing run(Loop loop) throws Exception {
        return stage.workload().run(loop.program(), Math.max(1, Math.round(loop.count * share)));
    }

    private static Figure ratio(Loop loop, Samples samples) {
        double without = Medians.median(samples.without);
        double with = Medians.median(samples.with);
        return Figure.plain(
                "slowdown of " + loop.title + ", ratio",
                "%.2f (%.1f → %.1f µs)",
                with / without,
                without / 1e3,
                with / 1e3);
    }
}

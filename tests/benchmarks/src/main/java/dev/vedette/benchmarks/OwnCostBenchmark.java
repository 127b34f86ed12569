package dev.vedette.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the sensor itself spends while containers work: its CPU time, less what it spends at rest; and how much of what
 * they do is told at all. By one sensor that has compiled what it needs; what a sensor spends in its first seconds is
 * another matter.
 */
final class OwnCostBenchmark implements Benchmark {
    private static final long SETTLE_MILLIS = 500;
    private static final long REST_MILLIS = 2_000;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    /** The kernel counts CPU time in hundredths of a second: of what takes less, a figure says nothing. */
    private static final Duration MEASURED = Duration.ofSeconds(6);
    /** A run begins by entering the container, which costs as much as hundreds of operations in it. */
    private static final double LONGER = 20;

    private static final double PER = 100_000;
    private static final double MOST_PER_HOT_OPENS = 0.1;
    private static final double MOST_PER_EXECS = 1.5;
    /** Records for a hundred requests to a server: what is always the same is told once. */
    private static final double MOST_TOLD_OF_SERVER = 5;

    private final Stage stage;
    private final double share;

    OwnCostBenchmark(Stage stage, double share) {
        this.stage = stage;
        this.share = share;
    }

    @Override
    public List<Figure> measure() throws Exception {
        try (SensorProcess sensor = stage.sensorByBuiltInRules()) {
            sensor.awaitReady();
            long warm = System.nanoTime() + WARM_UP.toNanos();
            while (System.nanoTime() < warm) {
                for (Loop loop : Loop.values()) {
                    loop.run(stage, Placement.CONTAINER, share);
                }
            }
            double atRest = cpuPerSecondAtRest(sensor);
            List<Figure> figures = new ArrayList<>();
            figures.add(Figure.plain("sensor's CPU at rest, % of a core", "%.1f", atRest * 100));
            for (Loop loop : Loop.values()) {
                figures.addAll(cost(loop, sensor, atRest));
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

    private List<Figure> cost(Loop loop, SensorProcess sensor, double atRest) throws Exception {
        double toldBefore = sensor.records();
        double before = sensor.cpuSeconds();
        long began = System.nanoTime();
        long operations = 0;
        while (System.nanoTime() - began < MEASURED.toNanos()) {
            operations += loop.run(stage, Placement.CONTAINER, share * LONGER).operations();
        }
        // What the sensor does about it may end after the workload.
        Thread.sleep(SETTLE_MILLIS);
        double spent = sensor.cpuSeconds() - before - atRest * (System.nanoTime() - began) / 1e9;
        double per = Math.max(0, spent) / operations * PER;
        double told = (sensor.records() - toldBefore) / operations * 100;
        return List.of(cpu(loop, per), told(loop, told));
    }

    private static Figure cpu(Loop loop, double seconds) {
        String subject = "sensor's CPU per 100,000 of " + loop.title() + ", s";
        return switch (loop) {
            case OPEN_HOT -> Figure.atMost(MOST_PER_HOT_OPENS, seconds, subject, "%.2f", seconds);
            case EXEC -> Figure.atMost(MOST_PER_EXECS, seconds, subject, "%.2f", seconds);
            default -> Figure.plain(subject, "%.2f", seconds);
        };
    }

    private static Figure told(Loop loop, double records) {
        String subject = "records told per 100 of " + loop.title();
        return switch (loop) {
            case REDIS_LIKE, NGINX_LIKE -> Figure.atMost(MOST_TOLD_OF_SERVER, records, subject, "%.2f", records);
            default -> Figure.plain(subject, "%.2f", records);
        };
    }
}

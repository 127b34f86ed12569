package dev.vedette.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What programs pay for being watched, on the node and in a container: time per operation with a watcher and without,
 * rounds interleaved, ratio of medians.
 */
final class SlowdownBenchmark implements Benchmark {
    private final Stage stage;
    private final int rounds;
    private final double share;
    private final Watcher watcher;

    /** Who watches while programs are measured. */
    interface Watcher {
        /** Begins, and is ready when this returns. */
        AutoCloseable begin() throws Exception;

        /** Of a slowdown, for the report. */
        String subject();

        /** Whether the goals are its own. */
        boolean hasGoals();
    }

    /** @param share how much of the usual number of operations is done in a round */
    SlowdownBenchmark(Stage stage, int rounds, double share, Watcher watcher) {
        this.stage = stage;
        this.rounds = rounds;
        this.share = share;
        this.watcher = watcher;
    }

    /** A sensor by its built-in rules. */
    static Watcher sensor(Stage stage) {
        return new Watcher() {
            @Override
            public AutoCloseable begin() throws Exception {
                SensorProcess sensor = stage.sensorByBuiltInRules();
                sensor.awaitReady();
                return sensor;
            }

            @Override
            public String subject() {
                return "slowdown of ";
            }

            @Override
            public boolean hasGoals() {
                return true;
            }
        };
    }

    /** A loop in a place. */
    private record Case(Loop loop, Placement placement) {
        double goal() {
            return placement == Placement.NODE ? loop.goalOnNode() : loop.goalInContainer();
        }
    }

    private static final class Samples {
        private final List<Double> without = new ArrayList<>();
        private final List<Double> with = new ArrayList<>();
    }

    @Override
    public List<Figure> measure() throws Exception {
        Map<Case, Samples> samples = new LinkedHashMap<>();
        for (Loop loop : Loop.values()) {
            for (Placement placement : Placement.values()) {
                samples.put(new Case(loop, placement), new Samples());
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (var each : samples.entrySet()) {
                each.getValue().without.add(nanos(each.getKey()));
            }
            try (AutoCloseable watching = watcher.begin()) {
                Objects.requireNonNull(watching, "nobody watches");
                // What it compiles and caches at first is another matter.
                for (Loop loop : Loop.values()) {
                    loop.run(stage, Placement.CONTAINER, share);
                }
                for (var each : samples.entrySet()) {
                    each.getValue().with.add(nanos(each.getKey()));
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        samples.forEach((one, sample) -> figures.add(ratio(one, sample)));
        return figures;
    }

    private double nanos(Case one) throws Exception {
        return one.loop().run(stage, one.placement(), share).nanosPerOperation();
    }

    private Figure ratio(Case one, Samples samples) {
        double without = Medians.median(samples.without);
        double with = Medians.median(samples.with);
        String subject =
                watcher.subject() + one.loop().title() + " " + one.placement().phrase() + ", ratio";
        Object[] values = {with / without, without / 1e3, with / 1e3, spread(samples)};
        String format = "%.2f (%.2f → %.2f µs; rounds %s)";
        return one.goal() == 0 || !watcher.hasGoals()
                ? Figure.plain(subject, format, values)
                : Figure.atMost(one.goal(), with / without, subject, format, values);
    }

    /** The quartiles of the rounds' own ratios: how far to trust the one above. */
    private static String spread(Samples samples) {
        double[] ratios = new double[samples.with.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = samples.with.get(i) / samples.without.get(i);
        }
        Arrays.sort(ratios);
        return String.format(
                Locale.ROOT, "%.2f–%.2f", ratios[ratios.length / 4], ratios[ratios.length - 1 - ratios.length / 4]);
    }
}

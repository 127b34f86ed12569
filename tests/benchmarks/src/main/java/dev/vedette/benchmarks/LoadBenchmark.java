package dev.vedette.benchmarks;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it takes until the built-in rules are loaded: bundle read, and engine made of it. Cold is the first time in a
 * new virtual machine without any cache; warm is the best of some further times in the same one.
 */
final class LoadBenchmark implements Benchmark {
    private static final double GOAL_MILLIS = 300;
    private static final int WARM_TIMES = 20;
    private static final double NANOS_PER_MILLI = 1e6;

    private final int rounds;

    LoadBenchmark(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Process machine = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LoadBenchmark.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String printed = new String(machine.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (machine.waitFor() != 0) {
                throw new IOException("the rules could not be loaded in a new virtual machine");
            }
            List<String> times = printed.lines().toList();
            cold.add(Double.parseDouble(times.getFirst()));
            warm.add(Double.parseDouble(times.getLast()));
        }
        return List.of(
                Figure.plain("rules loaded, first time in a virtual machine, ms", "%.0f", Medians.median(cold)),
                Figure.atMost(
                        GOAL_MILLIS, Medians.median(warm), "rules loaded, warm, ms", "%.0f", Medians.median(warm)));
    }

    /** Prints both in milliseconds, each in a line. */
    public static void main(String[] arguments) throws BundleException {
        double first = load();
        double best = first;
        for (int i = 0; i < WARM_TIMES; i++) {
            best = Math.min(best, load());
        }
        System.out.println(first);
        System.out.println(best);
    }

    private static double load() throws BundleException {
        long began = System.nanoTime();
        try (RuleBundle bundle = RuleBundle.builtIn(LoadBenchmark.class.getClassLoader());
                PolicyEngine engine = EngineBenchmark.engine(bundle)) {
            if (engine.catalog().all().isEmpty()) {
                throw new IllegalStateException("no rule was loaded");
            }
            return (System.nanoTime() - began) / NANOS_PER_MILLI;
        }
    }
}

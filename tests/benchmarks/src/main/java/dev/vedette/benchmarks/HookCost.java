package dev.vedette.benchmarks;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.function.Function;

/**
 * What something that the kernel does costs more while it is looked at, by the CPU time of a native program that does nothing
 * else: with nobody looking, with programs that do nothing, and with the probes; rounds interleaved, medians.
 */
final class HookCost {
    static final String NOBODY = "nobody looks";

    private final Map<String, Watcher> watchers = new LinkedHashMap<>();
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();

    /** Attaches something for as long as the result is open. */
    private interface Watcher {
        AutoCloseable begin() throws Exception;
    }

    HookCost() {
        watchers.put(NOBODY, () -> () -> {});
    }

    HookCost withEmptyAt(String name, List<String> hooks) {
        watchers.put(name, new BareHooks(hooks)::begin);
        return this;
    }

    HookCost withProbes(String name, Set<String> facts) {
        watchers.put(name, () -> KernelProbes.attach(ProbeSettings.defaults().withFacts(facts)));
        return this;
    }

    /**
     * Measures, anew if it was done before.
     *
     * @param command how to run the native program, by its path; it prints how often it did it and how many nanoseconds that took
     */
    void measure(int rounds, Function<String, List<String>> command) throws Exception {
        samples.clear();
        Path folder = Files.createTempDirectory("vedette-cost");
        Path program = LoadsProgram.unpackIn(folder);
        try {
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<String, Watcher> one : watchers.entrySet()) {
                    try (AutoCloseable _ = one.getValue().begin()) {
                        samples.computeIfAbsent(one.getKey(), unused -> new ArrayList<>())
                                .add(nanos(command.apply(program.toString())));
                    }
                }
            }
        } finally {
            Files.delete(program);
            Files.delete(folder);
        }
    }

    /** @param what was done, for example {@code a switch} */
    List<Figure> figures(String what) {
        List<Figure> figures = new ArrayList<>();
        samples.forEach((subject, nanos) -> figures.add(Figure.plain(
                what + " while " + subject + ", ns",
                "%.0f (rounds %.0f–%.0f)",
                Medians.median(nanos),
                Medians.quantile(nanos, 0.25),
                Medians.quantile(nanos, 0.75))));
        return figures;
    }

    /** Nanoseconds each. */
    double median(String watcher) {
        return Medians.median(samples.get(watcher));
    }

    /** Nanoseconds each, more than with nobody looking. */
    double added(String watcher) {
        return median(watcher) - median(NOBODY);
    }

    private static double nanos(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Scanner said = new Scanner(process.getInputStream(), StandardCharsets.US_ASCII)) {
            long times = said.nextLong();
            long nanos = said.nextLong();
            process.waitFor();
            return (double) nanos / times;
        }
    }
}

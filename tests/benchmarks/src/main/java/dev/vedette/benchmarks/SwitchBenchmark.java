package dev.vedette.benchmarks;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;

/**
 * What a switch of the scheduler costs more while it is looked at: two threads on one CPU hand a byte to and fro, with nobody
 * looking, with programs that do nothing, and with those that tell who waits behind whom; rounds interleaved, medians.
 */
final class SwitchBenchmark implements Benchmark {
    private static final Set<String> FACTS = Set.of("sched_switch", "sched_wakeup", "sched_wakeup_new");
    private static final double GOAL_NANOS = 600;
    private static final double SWITCHES_PER_SECOND = 50_000;
    private static final double GOAL_PERCENT = 1;
    private static final String NOBODY = "nobody looks";
    private static final String EMPTY = "an empty program at the switch";
    private static final String ALL_EMPTY = "empty programs at switch and wake-ups";
    private static final String OURS = "who waits behind whom is told";

    private final int rounds;
    private final double seconds;

    /** Attaches something for as long as the result is open. */
    private interface Watcher {
        AutoCloseable begin() throws Exception;
    }

    SwitchBenchmark(int rounds, double seconds) {
        this.rounds = rounds;
        this.seconds = seconds;
    }

    @Override
    public List<Figure> measure() throws Exception {
        Map<String, Watcher> watchers = new LinkedHashMap<>();
        watchers.put(NOBODY, () -> () -> {});
        watchers.put(EMPTY, new BareHooks(List.of("tp_btf/sched_switch"))::begin);
        watchers.put(
                ALL_EMPTY,
                new BareHooks(List.of("tp_btf/sched_switch", "tp_btf/sched_wakeup", "tp_btf/sched_wakeup_new"))::begin);
        watchers.put(OURS, () -> KernelProbes.attach(ProbeSettings.defaults().withFacts(FACTS)));
        Map<String, List<Double>> samples = new LinkedHashMap<>();
        Path program = unpacked();
        try {
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<String, Watcher> one : watchers.entrySet()) {
                    try (AutoCloseable _ = one.getValue().begin()) {
                        samples.computeIfAbsent(one.getKey(), unused -> new ArrayList<>())
                                .add(nanosOfSwitch(program));
                    }
                }
            }
        } finally {
            Files.delete(program);
        }
        return figures(samples);
    }

    private static List<Figure> figures(Map<String, List<Double>> samples) {
        List<Figure> figures = new ArrayList<>();
        samples.forEach((subject, nanos) -> figures.add(Figure.plain(
                "a switch while " + subject + ", ns",
                "%.0f (rounds %.0f–%.0f)",
                Medians.median(nanos),
                Medians.quantile(nanos, 0.25),
                Medians.quantile(nanos, 0.75))));
        double nobody = Medians.median(samples.get(NOBODY));
        double floor = Medians.median(samples.get(EMPTY)) - nobody;
        double ours = Medians.median(samples.get(OURS)) - nobody;
        figures.add(
                Figure.atMost(GOAL_NANOS, ours, "added to a switch, ns", "%.0f (an empty program: %.0f)", ours, floor));
        double percent = ours * SWITCHES_PER_SECOND / 1e7;
        figures.add(Figure.atMost(GOAL_PERCENT, percent, "at 50,000 switches/s, % of a core", "%.1f", percent));
        return figures;
    }

    private double nanosOfSwitch(Path program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), "pass", Double.toString(seconds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Scanner said = new Scanner(process.getInputStream(), StandardCharsets.US_ASCII)) {
            long switches = said.nextLong();
            long nanos = said.nextLong();
            process.waitFor();
            return (double) nanos / switches;
        }
    }

    private static Path unpacked() throws IOException {
        Path program = Files.createTempFile("vedette-neighbour", "");
        try (InputStream in = SwitchBenchmark.class.getResourceAsStream("neighbour")) {
            Files.write(program, in.readAllBytes());
        }
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }
}

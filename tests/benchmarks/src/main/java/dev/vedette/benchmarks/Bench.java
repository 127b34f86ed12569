package dev.vedette.benchmarks;

import dev.vedette.benchmarks.neighbours.NeighboursBenchmark;
import dev.vedette.benchmarks.noise.NoiseBenchmark;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the benchmarks and prints each figure beside its goal. */
@Command(
        name = "bench",
        description = "Measure the sensor on this machine; figures are medians, and ratios are taken in one run.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Needs root and eBPF, and a machine that does nothing else meanwhile.",
            "",
            "Examples:",
            "  vedette bench --quick             all in less than three minutes, noisier",
            "  vedette bench --only delay,start  some of it",
            "  vedette bench --noise --minutes 10",
            "  vedette bench --neighbours --minutes 4",
            "  vedette bench --markdown          as the table of docs/performance.md"
        })
public final class Bench implements Callable<Integer> {
    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Only these: ${COMPLETION-CANDIDATES}.")
    private Set<Subject> only = EnumSet.allOf(Subject.class);

    @Option(
            names = "--noise",
            description = "Only what is said of honest work: some twenty workloads in real containers.")
    private boolean noise;

    @Option(
            names = "--neighbours",
            description = "Only whether noisy neighbours are found: loads among a dozen real containers.")
    private boolean neighbours;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long, for --noise and --neighbours (${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the order in which loads come, for --neighbours (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "Fewer and shorter rounds.")
    private boolean quick;

    @Option(names = "--markdown", description = "Print a Markdown table at the end.")
    private boolean markdown;

    private enum Subject {
        RING,
        FLOOD,
        ENGINE,
        DECISION,
        RULES,
        LOAD,
        TRACKED,
        DELAY,
        SLOWDOWN,
        HOOKS,
        COST,
        MEMORY,
        START,
        PAUSE,
        SWITCH,
        PACKET,
        PSS,
        SCAN,
        ADMISSION
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Figure> all = new ArrayList<>();
        try (Stage stage = Stage.set()) {
            System.out.print(Report.header());
            for (Benchmark benchmark : benchmarks(stage)) {
                List<Figure> figures = benchmark.measure();
                System.out.print(Report.plain(figures));
                all.addAll(figures);
            }
        } catch (IOException e) {
            System.err.println("vedette: " + e.getMessage());
            return 2;
        }
        if (markdown) {
            System.out.println();
            System.out.print(Report.markdown(command(), all));
        }
        return 0;
    }

    private String command() {
        return "./vedette bench" + (quick ? " --quick" : "") + (noise ? " --noise" : "")
                + (neighbours ? " --neighbours --minutes " + minutes + " --seed " + seed : "");
    }

    private List<Benchmark> benchmarks(Stage stage) throws Exception {
        if (noise) {
            return List.of(new NoiseBenchmark(stage, Duration.ofMinutes(minutes)));
        }
        if (neighbours) {
            return List.of(new NeighboursBenchmark(stage, Duration.ofMinutes(minutes), seed));
        }
        List<Benchmark> chosen = new ArrayList<>();
        for (Subject subject : EnumSet.copyOf(only)) {
            chosen.add(benchmark(subject, stage));
        }
        return chosen;
    }

    private Benchmark slowdown(Stage stage, SlowdownBenchmark.Watcher watcher) {
        return new SlowdownBenchmark(stage, quick ? 5 : 11, quick ? 0.3 : 1, watcher);
    }

    private Benchmark benchmark(Subject subject, Stage stage) throws Exception {
        return switch (subject) {
            case RING -> new RingBenchmark(quick ? 41 : 101);
            case FLOOD -> new FloodBenchmark(quick ? 5 : 15);
            case ENGINE -> new EngineBenchmark(quick ? 15 : 31);
            case DECISION -> new DecisionBenchmark(quick ? 10 : 30);
            case RULES -> new RulesBenchmark(stage, quick ? 15 : 31);
            case LOAD -> new LoadBenchmark(quick ? 3 : 7);
            case TRACKED -> new TrackedBenchmark();
            case DELAY -> new DelayBenchmark(stage, quick ? 1_000 : 4_000);
            case SLOWDOWN -> slowdown(stage, SlowdownBenchmark.sensor(stage));
            case HOOKS -> slowdown(stage, BareHooks.ofBuiltInRules(stage));
            case COST -> new OwnCostBenchmark(stage, quick ? 0.5 : 1);
            case MEMORY -> new MemoryBenchmark(stage, quick ? 8 : 20);
            case START -> new StartBenchmark(stage, quick ? 3 : 7);
            case PAUSE -> new PauseBenchmark(quick ? 100 : 300);
            case SWITCH -> new SwitchBenchmark(quick ? 11 : 31, quick ? 0.3 : 0.5);
            case PACKET -> new PacketBenchmark(quick ? 9 : 31, quick ? 0.3 : 0.5);
            case PSS -> new PodSecurityBenchmark(quick ? 15 : 31);
            case SCAN -> new ScanBenchmark(stage, quick ? 3 : 7);
            case ADMISSION -> new AdmissionBenchmark(stage, quick ? 10 : 30);
        };
    }
}

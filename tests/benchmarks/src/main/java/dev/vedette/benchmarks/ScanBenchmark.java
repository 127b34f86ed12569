package dev.vedette.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The scan as users start it: one file, where the start is all, and a folder of many. By the time of day. */
final class ScanBenchmark implements Benchmark {
    private static final int MANY = 10_000;
    private static final double GOAL_PER_SECOND = 2_000;
    private static final double GOAL_MILLIS = 400;
    private static final int FINDINGS = 1;

    private final Path folder;
    private final int rounds;

    ScanBenchmark(Stage stage, int rounds) {
        this.folder = stage.folder().resolve("manifests");
        this.rounds = rounds;
    }

    @Override
    public List<Figure> measure() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (int i = 0; i < MANY; i++) {
            Files.writeString(folder.resolve("web-" + i + ".json"), Manifests.deployment(i));
        }
        String one = folder.resolve("web-0.json").toString();
        return List.of(
                alone("by the rules", "scan", one),
                alone("by a standard", "scan", "--only", "pss", one),
                many("by the rules", "scan", folder.toString()),
                many("by a standard", "scan", "--only", "pss", folder.toString()));
    }

    private Figure alone(String judge, String... command) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        List<Double> cpuMillis = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Took took = Stage.took(FINDINGS, command);
            millis.add(took.seconds() * 1_000);
            cpuMillis.add(took.cpuSeconds() * 1_000);
        }
        double median = Medians.median(millis);
        return Figure.atMost(
                GOAL_MILLIS,
                median,
                "scan of one file " + judge + ", ms",
                "%.0f (%.0f of CPU)",
                median,
                Medians.median(cpuMillis));
    }

    private static Figure many(String judge, String... command) throws IOException, InterruptedException {
        Took took = Stage.took(FINDINGS, command);
        double perSecond = MANY / took.seconds();
        return Figure.atLeast(
                GOAL_PER_SECOND,
                perSecond,
                "scan of " + MANY + " files " + judge + ", objects/s",
                "%,.0f (%.1f s of CPU)",
                perSecond,
                took.cpuSeconds());
    }
}

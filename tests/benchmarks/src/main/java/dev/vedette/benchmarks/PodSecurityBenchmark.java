package dev.vedette.benchmarks;

import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import dev.vedette.policy.podsecurity.PodSecurityViolation;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * What a verdict by the Pod Security Standards takes, with the ids of the checks that fail, once a pod has been read: CPU
 * time of one thread, median of rounds, for a pod that passes and for one that fails.
 */
final class PodSecurityBenchmark implements Benchmark {
    private static final double GOAL_MICROS = 20;
    private static final int VERDICTS = 2_000;
    private static final int WARM_UP_ROUNDS = 40;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final int rounds;
    /** Used, so that no verdict can be left out as one that nobody asks for. */
    private long failing;

    PodSecurityBenchmark(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public List<Figure> measure() throws YamlException {
        String pod = Manifests.pod();
        String bad = pod.replace("\"runAsNonRoot\": true", "\"runAsNonRoot\": false");
        List<Figure> figures = new ArrayList<>();
        for (PodSecurityLevel level : PodSecurityLevel.values()) {
            PodSecurityStandard standard = new PodSecurityStandard(level, PodSecurityVersion.LATEST);
            figures.add(measure("pod that passes, " + level, standard, pod));
            figures.add(measure("pod that runs as root, " + level, standard, bad));
        }
        return figures;
    }

    private Figure measure(String what, PodSecurityStandard standard, String text) throws YamlException {
        LocatedNode pod = YamlReader.read(text).getFirst();
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            microsEach(standard, pod);
        }
        List<Double> micros = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            micros.add(microsEach(standard, pod));
        }
        double median = Medians.median(micros);
        return Figure.atMost(
                GOAL_MICROS,
                median,
                "verdict by the standards, " + what + ", µs",
                "%.2f (%d failed)",
                median,
                failing / VERDICTS);
    }

    private double microsEach(PodSecurityStandard standard, LocatedNode pod) {
        LocatedNode spec = pod.get("spec").orElseThrow();
        long began = threads.getCurrentThreadCpuTime();
        failing = 0;
        for (int i = 0; i < VERDICTS; i++) {
            failing += standard.judge(pod, spec, new FieldReader("bench")).stream()
                    .map(PodSecurityViolation::check)
                    .distinct()
                    .count();
        }
        return (threads.getCurrentThreadCpuTime() - began) / 1e3 / VERDICTS;
    }
}

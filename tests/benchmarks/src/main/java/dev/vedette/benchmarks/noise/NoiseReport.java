package dev.vedette.benchmarks.noise;

import dev.vedette.benchmarks.Figure;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The findings per hour of a container, by id, and which of them nobody should have been told. */
record NoiseReport(List<RunningWorkload> workloads, Noise noise) {
    /** The pod that a person has a shell in: that there was one is to be told. */
    static final String LOOKED_INTO = "looked-into";

    private static final String PERSONS_SHELL = "VDT-3001";
    private static final int SHOWN = 5;

    List<Figure> figures() {
        double hours =
                workloads.stream().mapToDouble(RunningWorkload::containerHours).sum();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.plain("honest workloads", "%d", workloads.size()));
        figures.add(Figure.plain(
                "pods of theirs",
                "%d",
                workloads.stream().mapToInt(RunningWorkload::pods).sum()));
        figures.add(Figure.plain("container-hours", "%.2f", hours));
        figures.add(troubles());
        noise.byKind()
                .forEach((kind, findings) -> figures.add(Figure.plain(
                        kind.rule() + " " + kind.severity().name().toLowerCase(java.util.Locale.ROOT)
                                + ", findings per container-hour",
                        "%.2f (%d: %s)",
                        findings.size() / hours,
                        findings.size(),
                        whose(findings))));
        List<Finding> noisy =
                noise.findings().stream().filter(NoiseReport::isNoise).toList();
        figures.add(Figure.atMost(
                0, noisy.size(), "noise: above info, and neither posture nor a person's shell", "%d", noisy.size()));
        for (Finding finding : noisy.subList(0, Math.min(noisy.size(), 4 * SHOWN))) {
            System.out.println("  noise: " + finding.ruleId() + " " + finding.severity() + " "
                    + finding.container().displayName() + ": " + finding.message() + " " + finding.evidence() + " by "
                    + lineage(finding));
        }
        return figures;
    }

    private Figure troubles() {
        List<String> troubled = workloads.stream()
                .filter(workload -> !workload.trouble().isEmpty() || workload.failedProbes() > 0)
                .map(workload ->
                        workload.name() + ": " + workload.failedProbes() + " failed probes " + workload.trouble())
                .toList();
        return new Figure(
                "workloads that did not do their work",
                troubled.isEmpty() ? "0" : troubled.toString(),
                "≤ 0",
                troubled.isEmpty());
    }

    private static boolean isNoise(Finding finding) {
        boolean person = finding.ruleId().equals(PERSONS_SHELL)
                && finding.container().pod().name().equals(LOOKED_INTO);
        return finding.severity() != Severity.INFO && !Noise.isPosture(finding) && !person;
    }

    private static String lineage(Finding finding) {
        return finding.process() == null
                ? "no process"
                : finding.process().ancestors().stream()
                        .map(ancestor -> ancestor.executable().path())
                        .collect(Collectors.joining(", "));
    }

    private static String whose(List<Finding> findings) {
        List<String> names = findings.stream()
                .map(finding -> finding.container().pod().workload())
                .distinct()
                .sorted()
                .toList();
        return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (names.size() > SHOWN ? ", and " + (names.size() - SHOWN) + " more" : "");
    }
}

package dev.vedette.policy.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityReport;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has a text judged by the rules and by the strictest standard, and holds what must be true whatever the text is: no
 * exception, an end in time, and problems that are sentences for people.
 */
final class Judges implements AutoCloseable {
    /** A processor's, for one text: a hundred times what the slowest honest ones take. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** What both say, in the order in which they say it, without the places. */
    record Said(List<String> found, List<ManifestProblem> problems, int exitCode, int objects) {}

    private final Scanner scanner;
    private final PodSecurityScan standard =
            new PodSecurityScan(new PodSecurityStandard(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST));

    Judges() throws Exception {
        scanner = new Scanner(List.of(RuleBundle.builtIn(Judges.class.getClassLoader())), PolicySet.NONE);
    }

    Said judge(String text) {
        long began = cpuNanos();
        ManifestSet read;
        ScanReport byRules;
        PodSecurityReport byStandard;
        try {
            read = ManifestReader.readText("hostile.yaml", text);
            byRules = scanner.judge(read);
            byStandard = standard.judge(read);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("crashed on:\n" + beginning(text), e);
        }
        assertThat(cpuNanos() - began).as(() -> "time for:\n" + beginning(text)).isLessThan(MOST_NANOS);
        List<ManifestProblem> problems = new ArrayList<>(byRules.problems());
        problems.addAll(byStandard.problems());
        assertThat(problems)
                .as(() -> "problems of:\n" + beginning(text))
                .allSatisfy(problem -> assertThat(problem.message())
                        .isNotBlank()
                        .doesNotContain("\n", "Exception", "java.", "failed on this object"));
        return new Said(
                found(byRules, byStandard),
                problems,
                Math.max(byRules.exitCode(), byStandard.exitCode()),
                read.manifests().size());
    }

    private static List<String> found(ScanReport byRules, PodSecurityReport byStandard) {
        List<String> found = new ArrayList<>();
        byRules.findings().stream().map(Finding::ruleId).sorted().forEach(found::add);
        byStandard.findings().stream()
                .map(finding -> finding.violation().check())
                .sorted()
                .forEach(found::add);
        return found;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String beginning(String text) {
        return text.length() > 4_000 ? text.substring(0, 4_000) + "…" : text;
    }

    @Override
    public void close() {
        scanner.close();
    }
}

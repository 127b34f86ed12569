package dev.vedette.policy.manifest;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import java.util.Comparator;
import java.util.List;

/**
 * What a scan came to.
 *
 * @param findings those that no exception withholds, worst first, then by place
 * @param withheld findings that an exception of a policy keeps back
 * @param problems what could not be judged
 */
public record ScanReport(List<Finding> findings, List<Finding> withheld, List<ManifestProblem> problems) {
    /** Nothing found that is more than worth knowing, and everything judged. */
    public static final int CLEAN = 0;

    public static final int FINDINGS = 1;

    /** Something could not be judged, whatever else was found. */
    public static final int NOT_JUDGED = 2;

    private static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity)
            .reversed()
            .thenComparing(finding -> finding.place().file())
            .thenComparingInt(finding -> finding.place().line())
            .thenComparingInt(finding -> finding.place().column())
            .thenComparing(Finding::ruleId)
            .thenComparing(finding -> finding.container().name());

    public ScanReport {
        findings = findings.stream().sorted(WORST_FIRST).toList();
        withheld = withheld.stream().sorted(WORST_FIRST).toList();
        problems = List.copyOf(problems);
    }

    /** What the program should exit with: 0, 1 or 2. */
    public int exitCode() {
        if (!problems.isEmpty()) {
            return NOT_JUDGED;
        }
        return findings.stream().allMatch(finding -> finding.severity() == Severity.INFO) ? CLEAN : FINDINGS;
    }
}

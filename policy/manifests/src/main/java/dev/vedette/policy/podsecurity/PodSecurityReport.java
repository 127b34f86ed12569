package dev.vedette.policy.podsecurity;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ScanReport;
import java.util.List;

/**
 * What a scan by a standard came to.
 *
 * @param findings in the order of the manifests
 * @param problems what could not be judged
 */
public record PodSecurityReport(List<PodSecurityFinding> findings, List<ManifestProblem> problems) {
    public PodSecurityReport {
        findings = List.copyOf(findings);
        problems = List.copyOf(problems);
    }

    /** What the program should exit with, as {@link ScanReport#exitCode()}. */
    public int exitCode() {
        if (!problems.isEmpty()) {
            return ScanReport.NOT_JUDGED;
        }
        return findings.isEmpty() ? ScanReport.CLEAN : ScanReport.FINDINGS;
    }
}

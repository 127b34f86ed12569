package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.podsecurity.PodSecurityReport;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import java.util.List;

/** Judges manifests; what an exception withholds is no issue. */
@FunctionalInterface
public interface IssueFinder {
    /**
     * What was found.
     *
     * @param problems what could not be judged
     * @param exitCode what a scan that found this exits with
     */
    record Found(List<Issue> issues, List<ManifestProblem> problems, int exitCode) {
        public Found {
            issues = List.copyOf(issues);
            problems = List.copyOf(problems);
        }
    }

    Found find(ManifestSet manifests);

    /** By the rules. */
    static IssueFinder of(Scanner scanner) {
        return manifests -> {
            ScanReport report = scanner.judge(manifests);
            return new Found(report.findings().stream().map(Issue::of).toList(), report.problems(), report.exitCode());
        };
    }

    /** By a Pod Security Standard. */
    static IssueFinder of(PodSecurityScan scan) {
        return manifests -> {
            PodSecurityReport report = scan.judge(manifests);
            return new Found(report.findings().stream().map(Issue::of).toList(), report.problems(), report.exitCode());
        };
    }
}

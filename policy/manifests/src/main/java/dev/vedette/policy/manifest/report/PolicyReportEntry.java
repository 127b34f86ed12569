package dev.vedette.policy.manifest.report;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.Withheld;
import dev.vedette.policy.model.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One result of a policy report.
 *
 * @param policy the check, or the judge where an object passed all of its checks
 * @param severity "" where there is none
 * @param message "" where there is nothing to say
 * @param object empty where it is about a file
 */
record PolicyReportEntry(
        String policy,
        Outcome outcome,
        String severity,
        String message,
        Optional<Place> object,
        Map<String, String> properties) {
    /** What came of a check; the words are those of the API. */
    enum Outcome {
        PASS,
        FAIL,
        /** Found, and below what fails the scan. */
        WARN,
        ERROR,
        SKIP;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static SortedMap<PolicyReportScope, List<PolicyReportEntry>> of(ScanResult result) {
        SortedMap<PolicyReportScope, List<PolicyReportEntry>> reports = new TreeMap<>();
        Set<Place> spokenOf = new HashSet<>();
        for (ScanFinding finding : result.findings()) {
            spokenOf.add(finding.object());
            Outcome outcome = result.fails(finding) ? Outcome.FAIL : Outcome.WARN;
            add(reports, of(finding, outcome, ""));
        }
        for (Withheld kept : result.withheld()) {
            spokenOf.add(kept.finding().object());
            add(reports, of(kept.finding(), Outcome.SKIP, kept.why()));
        }
        result.problems().forEach(problem -> add(reports, of(problem)));
        for (Place object : result.objects()) {
            if (!spokenOf.contains(object)) {
                add(reports, passed(result.judge().label(), object));
            }
        }
        return reports;
    }

    private static void add(SortedMap<PolicyReportScope, List<PolicyReportEntry>> reports, PolicyReportEntry entry) {
        PolicyReportScope scope = entry.object().map(PolicyReportScope::of).orElse(PolicyReportScope.OF_NO_OBJECT);
        reports.computeIfAbsent(scope, _ -> new ArrayList<>()).add(entry);
    }

    private static PolicyReportEntry of(ScanFinding finding, Outcome outcome, String why) {
        return new PolicyReportEntry(
                finding.check().id(),
                outcome,
                finding.severity().label(),
                finding.sentence(),
                Optional.of(finding.object()),
                Map.of(
                        "container", finding.container(),
                        "place", finding.where(),
                        "path", finding.place().pointer(),
                        "fingerprint", finding.fingerprint().text(),
                        "withheldBy", why));
    }

    private static PolicyReportEntry of(ManifestProblem problem) {
        return new PolicyReportEntry("not judged", Outcome.ERROR, "", problem.toString(), Optional.empty(), Map.of());
    }

    private static PolicyReportEntry passed(String judge, Place object) {
        return new PolicyReportEntry(judge, Outcome.PASS, "", "", Optional.of(object), Map.of());
    }
}

package dev.vedette.policy.manifest.report;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.SourcePaths;
import dev.vedette.policy.manifest.result.Withheld;
import dev.vedette.policy.model.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes cases of a result, by file. */
record JunitCases(SourcePaths paths) {
    SortedMap<String, List<JunitCase>> of(ScanResult result) {
        SortedMap<String, List<JunitCase>> suites = new TreeMap<>();
        Set<Place> spokenOf = new HashSet<>();
        for (ScanFinding finding : result.findings()) {
            spokenOf.add(finding.object());
            JunitCase.End end = result.fails(finding) ? JunitCase.End.FAILURE : JunitCase.End.PASSED;
            add(suites, finding.path(), of(finding, end, finding.message()));
        }
        for (Withheld kept : result.withheld()) {
            spokenOf.add(kept.finding().object());
            add(suites, kept.finding().path(), of(kept.finding(), JunitCase.End.SKIPPED, kept.why()));
        }
        for (ManifestProblem problem : result.problems()) {
            JunitCase error = new JunitCase("not judged", JunitCase.End.ERROR, problem.message(), problem.toString());
            add(suites, paths.of(problem.file()), error);
        }
        for (Place object : result.objects()) {
            if (!spokenOf.contains(object)) {
                add(suites, paths.of(object.file()), JunitCase.passed(name(object)));
            }
        }
        return suites;
    }

    private static void add(Map<String, List<JunitCase>> suites, String file, JunitCase one) {
        suites.computeIfAbsent(file, _ -> new ArrayList<>()).add(one);
    }

    private static JunitCase of(ScanFinding finding, JunitCase.End end, String message) {
        return new JunitCase(
                finding.check().id() + " " + finding.subject(),
                end,
                message,
                finding.where() + ": " + finding.level() + ": " + finding.sentence());
    }

    private static String name(Place object) {
        return object.kind() + " " + (object.namespace().isEmpty() ? "" : object.namespace() + "/") + object.name();
    }
}

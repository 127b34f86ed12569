package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.NamespaceGuards;
import dev.vedette.policy.manifest.ObjectFacts;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A scan by the rules. What a file that is named twice gives twice is told once. */
public final class RunByRules implements ScanRun {
    private final Scanner scanner;
    private final FindingsOfRules findings;
    private final NamespaceGuards guards = new NamespaceGuards();
    private final Set<String> told = new HashSet<>();
    private final GatheredParts gathered = new GatheredParts();

    /** @param findings of this run alone */
    public RunByRules(Scanner scanner, FindingsOfRules findings) {
        this.scanner = scanner;
        this.findings = findings;
    }

    @Override
    public Runnable ahead(ManifestSet part) {
        ScanObjects objects = new ScanObjects(part.manifests());
        List<ObjectFacts> facts = scanner.factsOf(part);
        return () -> {
            gathered.read(part, objects);
            add(scanner.judge(facts, guards), objects);
        };
    }

    @Override
    public ScanResult result() {
        add(scanner.judgeMissing(guards), new ScanObjects(guards.namespaces()));
        return gathered.result(Judge.RULES);
    }

    private void add(ScanReport report, ScanObjects objects) {
        report.findings().stream()
                .filter(finding -> told.add(finding.id()))
                .forEach(finding -> gathered.add(findings.of(finding, objects)));
        report.withheld()
                .forEach(finding -> gathered.withhold(new Withheld(
                        findings.of(finding, objects),
                        Withheld.Cause.EXCEPTION,
                        finding.verdict().withheldBy())));
        gathered.notJudged(report.problems());
    }
}

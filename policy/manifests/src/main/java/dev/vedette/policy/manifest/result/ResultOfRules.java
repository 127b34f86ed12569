package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.RuleInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The result of a scan by the rules. For one thread. */
public final class ResultOfRules {
    private final Function<String, Optional<RuleInfo>> rules;
    private final ScanObjects objects;
    private final SourcePaths paths;
    private final Fingerprints fingerprints = new Fingerprints();

    /**
     * @param rules the rules' pages by id
     * @param set what was judged
     */
    public ResultOfRules(Function<String, Optional<RuleInfo>> rules, ManifestSet set, SourcePaths paths) {
        this.rules = rules;
        this.objects = new ScanObjects(set);
        this.paths = paths;
    }

    /** What the rules said of it. */
    public ScanResult of(ScanReport report) {
        List<ScanFinding> findings =
                report.findings().stream().map(this::finding).toList();
        List<Withheld> withheld = report.withheld().stream()
                .map(finding -> new Withheld(
                        finding(finding),
                        Withheld.Cause.EXCEPTION,
                        finding.verdict().withheldBy()))
                .toList();
        return new ScanResult(Judge.RULES, findings, withheld, report.problems(), objects.all());
    }

    private ScanFinding finding(Finding finding) {
        String path = paths.of(finding.place().file());
        String container = finding.container().name();
        Optional<Manifest> object = objects.of(finding.place());
        return new ScanFinding(
                check(finding),
                finding.severity().label(),
                finding.severity(),
                finding.place(),
                object.map(ScanObjects::place).orElse(finding.place()),
                container,
                finding.message(),
                "",
                path,
                fingerprints.of(finding.ruleId(), finding.place(), object, path, container, finding.message()),
                Optional.of(finding));
    }

    private Check check(Finding finding) {
        String help = rules.apply(finding.ruleId()).map(RuleInfo::page).orElse("");
        return new Check(finding.ruleId(), finding.title(), finding.techniques(), help, "");
    }
}

package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.RuleInfo;
import java.util.Optional;
import java.util.function.Function;

/** What rules found, as scans tell it. For one scan and one thread. */
public final class FindingsOfRules {
    private final Function<String, Optional<RuleInfo>> rules;
    private final SourcePaths paths;
    private final Fingerprints fingerprints = new Fingerprints();

    /** @param rules the rules' pages by id */
    public FindingsOfRules(Function<String, Optional<RuleInfo>> rules, SourcePaths paths) {
        this.rules = rules;
        this.paths = paths;
    }

    /** @param objects those among which it was found */
    public ScanFinding of(Finding finding, ScanObjects objects) {
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

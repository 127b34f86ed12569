package dev.vedette.policy.document;

import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.Map;

/** The rules of these tests. */
final class Rules {
    static final List<RuleInfo> ALL = List.of(
            rule("VDT-1001", Map.of()),
            rule("VDT-2002", Map.of()),
            rule("VDT-2004", Map.of()),
            rule("VDT-3003", Map.of()),
            rule("VDT-3014", Map.of("credential-names", List.of("id_rsa"))),
            new RuleInfo("VDT-4001", "Title", Severity.MEDIUM, List.of(), false, true, Map.of(), ""));

    private Rules() {}

    private static RuleInfo rule(String id, Map<String, List<String>> parameters) {
        return new RuleInfo(id, "Title of " + id, Severity.HIGH, List.of(), false, parameters, "");
    }
}

package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.podsecurity.PodSecurityFinding;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Objects;

/**
 * Something found in a manifest, whoever found it.
 *
 * @param rule a rule's id, or a check's of the Pod Security Standards
 * @param pointer JSON pointer from the document's root
 * @param line 1-based
 * @param column 1-based
 * @param message one sentence
 */
public record Issue(String rule, String file, String pointer, int line, int column, String message) {
    public Issue {
        Objects.requireNonNull(rule, "rule is null");
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(pointer, "pointer is null");
        Objects.requireNonNull(message, "message is null");
    }

    static Issue of(Finding finding) {
        return new Issue(
                finding.ruleId(),
                finding.place().file(),
                finding.place().pointer(),
                finding.place().line(),
                finding.place().column(),
                finding.message());
    }

    static Issue of(PodSecurityFinding finding) {
        LocatedNode where = finding.violation().where();
        return new Issue(
                finding.violation().check(),
                finding.workload().file(),
                where.pointer(),
                where.line(),
                where.column(),
                finding.violation().message());
    }
}

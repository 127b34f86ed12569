package dev.vedette.policy.testing;

import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Finding;

/**
 * A finding that came of a test's facts.
 *
 * @param fact the number of the fact that it came of, from 1 on
 */
record SeenFinding(Detection detection, Finding finding, int fact) {
    /** What people are told once: the same rule, container and key, with the same thing done about it. */
    String identity() {
        return finding.id() + " " + finding.verdict().action() + " "
                + finding.verdict().enforced() + " " + finding.verdict().withheld();
    }

    String describe() {
        String key = detection.key().isEmpty() ? "" : ", key '" + detection.key() + "'";
        String kept = finding.verdict().withheld()
                ? ", kept back by '" + finding.verdict().withheldBy() + "'"
                : "";
        return finding.ruleId() + " " + finding.severity().label() + key + kept + ", of fact " + fact + ": "
                + finding.message();
    }
}

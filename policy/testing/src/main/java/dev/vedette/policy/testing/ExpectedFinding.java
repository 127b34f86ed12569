package dev.vedette.policy.testing;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a test wants to be found. What is empty is not compared.
 *
 * @param message what the finding says, {@code *} for any text
 * @param evidence what it shows, by name; {@code *} for any text
 * @param withheld whether an exception keeps it back
 * @param fact of which fact, from 1 on
 */
record ExpectedFinding(
        int line,
        String rule,
        Optional<Severity> severity,
        Optional<String> key,
        Optional<Glob> message,
        Map<String, Glob> evidence,
        Optional<ResponseAction> response,
        Optional<Mode> mode,
        Optional<String> policy,
        boolean withheld,
        Optional<Integer> fact) {

    /** In what a finding of the same rule differs from this, in words; empty if it is this one. */
    List<String> differences(SeenFinding seen) {
        Finding finding = seen.finding();
        List<String> differences = new ArrayList<>();
        compare("severity", severity.map(Severity::label), finding.severity().label(), differences);
        compare("key", key, seen.detection().key(), differences);
        message.filter(wanted -> !wanted.matches(finding.message()))
                .ifPresent(wanted -> differences.add(words("message", wanted, finding.message())));
        evidence.forEach((name, wanted) -> {
            String shown = finding.evidence().get(name);
            if (shown == null || !wanted.matches(shown)) {
                differences.add(words("evidence " + name, wanted, shown == null ? "none" : shown));
            }
        });
        compare(
                "response",
                response.map(ResponseAction::label),
                finding.verdict().action().label(),
                differences);
        compare("mode", mode.map(Mode::label), mode(finding).label(), differences);
        compare("policy", policy, finding.verdict().policy(), differences);
        compare("fact", fact.map(String::valueOf), String.valueOf(seen.fact()), differences);
        if (withheld != finding.verdict().withheld()) {
            differences.add(withheld ? "nothing keeps it back" : "an exception keeps it back");
        }
        return differences;
    }

    boolean isOfRule(SeenFinding seen) {
        return seen.finding().ruleId().equals(rule);
    }

    boolean isMetBy(SeenFinding seen) {
        return isOfRule(seen) && differences(seen).isEmpty();
    }

    private static Mode mode(Finding finding) {
        return finding.verdict().enforced() ? Mode.ENFORCE : Mode.AUDIT;
    }

    private static void compare(String what, Optional<String> wanted, String seen, List<String> differences) {
        wanted.filter(text -> !text.equals(seen)).ifPresent(text -> differences.add(words(what, text, seen)));
    }

    private static String words(String what, Object wanted, String seen) {
        return what + " is '" + seen + "', expected '" + wanted + "'";
    }

    String describe() {
        return rule
                + severity.map(s -> " " + s.label()).orElse("")
                + key.map(k -> ", key '" + k + "'").orElse("")
                + (withheld ? ", kept back" : "");
    }
}

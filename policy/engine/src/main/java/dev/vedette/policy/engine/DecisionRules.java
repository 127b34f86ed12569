package dev.vedette.policy.engine;

import dev.vedette.policy.model.Decision;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.FindingCounts;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.PolicyStatement;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Tally;
import dev.vedette.policy.model.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The rules that decide what follows from a detection, with the policies as lasting facts. For one thread.
 *
 * <p>Whatever happens in them, a detection is never lost: without a decision it is an alert.
 */
final class DecisionRules implements AutoCloseable {
    private static final Verdict FAILED =
            new Verdict(ResponseAction.ALERT, false, "", "the rules that choose the response failed", "");

    private final RuleSession session;
    private final BiConsumer<String, Throwable> failed;
    private final Tallies findings = new Tallies();
    private PolicySet policies = PolicySet.NONE;
    private List<PolicyStatement> escalating = List.of();
    private boolean broken;

    DecisionRules(List<ModelPart> parts, Map<String, Object> globals, BiConsumer<String, Throwable> failed) {
        this.failed = failed;
        session = parts.isEmpty() ? null : new RuleSession(parts, globals);
    }

    void replace(PolicySet policies) {
        this.policies = policies;
        escalating = policies.statements().stream()
                .filter(statement -> !statement.escalation().isAtOnce())
                .toList();
        restart();
    }

    Verdict decide(Detection detection) {
        if (session == null) {
            return Verdict.DEFAULT;
        }
        broken = false;
        try {
            FindingCounts counts = counts(detection);
            for (Object object : session.judge(List.of(detection, counts), this::consequenceFailed)) {
                if (object instanceof Decision decision) {
                    return explained(decision.verdict(), detection, counts);
                }
            }
            return broken ? FAILED : explained(Verdict.DEFAULT, detection, counts);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            restart();
            failed.accept("(response rules)", e);
            return FAILED;
        }
    }

    /** Said here, where it is known what was in force and how many findings there were. */
    private Verdict explained(Verdict verdict, Detection detection, FindingCounts counts) {
        return verdict.with(Deliberation.of(detection, policies, counts, verdict));
    }

    private FindingCounts counts(Detection detection) {
        Map<PolicyStatement, Integer> counts = new HashMap<>();
        for (PolicyStatement statement : escalating) {
            if (statement.covers(detection)) {
                // Judged again, with its container's name, it is the same finding still.
                String item = detection.fact().epochNanos() + " " + detection.ruleId() + " " + detection.key();
                Tally tally = findings.note(
                        statement.policy() + " " + statement.describe(),
                        detection.fact(),
                        "",
                        item,
                        statement.escalation().within());
                counts.put(statement, tally.distinct());
            }
        }
        return new FindingCounts(counts);
    }

    private void consequenceFailed(String rule, Throwable cause) {
        broken = true;
        failed.accept(rule, cause);
    }

    private void restart() {
        if (session != null) {
            session.restart();
            session.keep(policies.statements());
            session.keep(policies.exceptions());
        }
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }
}

package dev.vedette.policy.engine;

import dev.vedette.policy.model.Decision;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Verdict;
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
    private PolicySet policies = PolicySet.NONE;
    private boolean broken;

    DecisionRules(List<ModelPart> parts, Map<String, Object> globals, BiConsumer<String, Throwable> failed) {
        this.failed = failed;
        session = parts.isEmpty() ? null : new RuleSession(parts, globals);
    }

    void replace(PolicySet policies) {
        this.policies = policies;
        restart();
    }

    Verdict decide(Detection detection) {
        if (session == null) {
            return Verdict.DEFAULT;
        }
        broken = false;
        try {
            for (Object object : session.judge(detection, this::consequenceFailed)) {
                if (object instanceof Decision decision) {
                    return decision.verdict();
                }
            }
            return broken ? FAILED : Verdict.DEFAULT;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            restart();
            failed.accept("(response rules)", e);
            return FAILED;
        }
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

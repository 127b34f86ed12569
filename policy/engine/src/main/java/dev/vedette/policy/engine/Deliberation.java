package dev.vedette.policy.engine;

import dev.vedette.policy.model.Considered;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.FindingCounts;
import dev.vedette.policy.model.PolicyException;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.PolicyStatement;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Says of a decision what else was looked at: every part of the policies that held, and those that lacked one thing. It
 * decides nothing. Stateless.
 */
final class Deliberation {
    /** How many are told of: findings are sent and kept by the thousand. */
    static final int MOST = 8;

    private static final int MOST_CHARACTERS = 240;

    private static final Comparator<Considered> NEAREST_FIRST = Comparator.comparing((Considered one) -> !one.decided())
            .thenComparing(one -> one.lacked().size());

    private Deliberation() {}

    /** The deciding one first, then what held but came after it, then what lacked one thing; in the policies' order. */
    static List<Considered> of(Detection detection, PolicySet policies, FindingCounts counts, Verdict verdict) {
        List<Considered> all = new ArrayList<>();
        for (PolicyException exception : policies.exceptions()) {
            List<String> lacks = exception.lacks(detection);
            if (lacks.size() <= 1) {
                all.add(of(exception, lacks, verdict));
            }
        }
        for (PolicyStatement statement : policies.statements()) {
            // What is about other rules altogether is near to nothing.
            if (statement.rules().matches(detection.ruleId())) {
                List<String> lacks = statement.lacks(detection, counts);
                Considered one = of(statement, lacks, detection, verdict);
                // To be told is what happens anyway: a policy that says only that decided, or is of no interest.
                if (lacks.size() <= 1 && (one.decided() || statement.action() != ResponseAction.ALERT)) {
                    all.add(one);
                }
            }
        }
        return all.stream().sorted(NEAREST_FIRST).limit(MOST).toList();
    }

    private static Considered of(PolicyException exception, List<String> lacks, Verdict verdict) {
        boolean decided = lacks.isEmpty() && verdict.withheldBy().equals(exception.describe());
        return new Considered(
                Considered.Kind.EXCEPTION, exception.policy(), cut(exception.describe()), cut(lacks), decided);
    }

    private static Considered of(PolicyStatement statement, List<String> lacks, Detection detection, Verdict verdict) {
        boolean decided = lacks.isEmpty()
                && !verdict.withheld()
                && verdict.policy().equals(statement.policy())
                && verdict.why().equals(statement.describe())
                && verdict.action() == statement.actionFor(detection);
        return new Considered(
                Considered.Kind.RESPONSE, statement.policy(), cut(statement.describe()), cut(lacks), decided);
    }

    private static List<String> cut(List<String> sentences) {
        return sentences.stream().map(Deliberation::cut).toList();
    }

    private static String cut(String text) {
        return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text;
    }
}

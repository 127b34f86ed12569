package dev.vedette.policy.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One answer of a policy document: for these rules, from this severity on, in this scope, do this.
 *
 * @param policy the document's name
 * @param rules the rule ids it is about
 * @param atLeast the severity from which it holds
 * @param action what is to be done beyond saying so
 * @param options how it is to be carried out
 * @param escalation from which finding on
 */
public record PolicyStatement(
        String policy,
        Mode mode,
        Scope scope,
        Glob rules,
        Severity atLeast,
        ResponseAction action,
        ResponseOptions options,
        Escalation escalation) {
    /**
     * What decides between statements that cover the same detection: the narrower scope, then the narrower choice of
     * rules, then the higher severity, then the later step of an escalation. On a tie the milder one: audit, then the milder action, then the name.
     */
    public static final Comparator<PolicyStatement> PRECEDENCE = Comparator.comparingInt(
                    (PolicyStatement s) -> s.scope.specificity())
            .thenComparingInt(s -> s.rules.specificity())
            .thenComparing(PolicyStatement::atLeast)
            .thenComparingInt(s -> s.escalation.findings())
            .thenComparing(PolicyStatement::mode, Comparator.reverseOrder())
            .thenComparing(PolicyStatement::action, Comparator.reverseOrder())
            .thenComparing(PolicyStatement::policy, Comparator.reverseOrder());

    public PolicyStatement {
        Objects.requireNonNull(policy, "policy is null");
        Objects.requireNonNull(mode, "mode is null");
        Objects.requireNonNull(scope, "scope is null");
        Objects.requireNonNull(rules, "rules is null");
        Objects.requireNonNull(atLeast, "atLeast is null");
        Objects.requireNonNull(action, "action is null");
        Objects.requireNonNull(options, "options is null");
        Objects.requireNonNull(escalation, "escalation is null");
    }

    /** One whose action has no options. */
    public PolicyStatement(String policy, Mode mode, Scope scope, Glob rules, Severity atLeast, ResponseAction action) {
        this(policy, mode, scope, rules, atLeast, action, ResponseOptions.NONE, Escalation.AT_ONCE);
    }

    public boolean covers(Detection detection) {
        return rules.matches(detection.ruleId())
                && detection.severity().atLeast(atLeast)
                && scope.includes(detection.container());
    }

    /**
     * What a detection lacks for this to be a response to it, a sentence each: the criteria of {@link #covers} and of
     * {@link FindingCounts#reach}.
     */
    public List<String> lacks(Detection detection, FindingCounts counts) {
        List<String> lacks = new ArrayList<>();
        if (!rules.matches(detection.ruleId())) {
            lacks.add("it is about " + rules + ", not " + detection.ruleId());
        }
        if (!detection.severity().atLeast(atLeast)) {
            lacks.add("it begins at " + atLeast.label() + ", this is "
                    + detection.severity().label());
        }
        lacks.addAll(scope.lacks(detection.container()));
        if (lacks.isEmpty() && !counts.reach(this)) {
            lacks.add("it comes at finding " + escalation.findings() + " within "
                    + escalation.within().toSeconds() + " s, this is finding "
                    + counts.counts().getOrDefault(this, 0));
        }
        return lacks;
    }

    /** What is to be done about it: the node itself is not held or stopped, only a process of it can be answered. */
    public ResponseAction actionFor(Detection detection) {
        Container target = options.target() == ResponseTarget.CULPRIT ? detection.culprit() : detection.container();
        boolean possible = target != null
                && (!target.onHost() || (action == ResponseAction.KILL_PROCESS && detection.process() != null));
        return possible ? action : ResponseAction.ALERT;
    }

    /** The action, and whom it is for where that is not the finding's own container; for people. */
    public String deed() {
        return action.label() + (options.target() == ResponseTarget.CULPRIT ? " the culprit" : "");
    }

    /** Whether this one goes before {@code other}; see {@link #PRECEDENCE}. */
    public boolean precedes(PolicyStatement other) {
        return PRECEDENCE.compare(this, other) > 0;
    }

    /** For people: what of the policy decided. */
    public String describe() {
        String severity = atLeast == Severity.INFO ? "" : " from " + atLeast.label() + " on";
        String until = options.lasts().isZero() ? "" : " for " + options.lasts().toSeconds() + " s";
        return mode.label() + ": " + deed() + until + (until.isEmpty() ? " for " : ", on ") + rules + severity
                + escalation.words();
    }
}

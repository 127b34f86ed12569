package dev.vedette.policy.document;

import dev.vedette.policy.model.Escalation;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.PolicyStatement;
import dev.vedette.policy.model.Quantity;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseTarget;
import dev.vedette.policy.model.Scope;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.yaml.LocatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The responses of one document, made into statements. For one thread. */
final class Responses {
    /** What a policy may answer: to let go is for people and for time. */
    static final List<String> ACTIONS = Arrays.stream(ResponseAction.values())
            .filter(a -> !a.letsGo())
            .map(ResponseAction::label)
            .toList();

    static final List<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::label).toList();

    private final String policy;
    private final Mode mode;
    private final Scope scope;
    private final List<Glob> chosen;
    private final RuleIds rules;
    private final Problems problems;
    private final Map<Case, Answer> answers = new LinkedHashMap<>();

    Responses(String policy, Mode mode, Scope scope, List<Glob> chosen, RuleIds rules, Problems problems) {
        this.policy = policy;
        this.mode = mode;
        this.scope = scope;
        this.chosen = List.copyOf(chosen);
        this.rules = rules;
        this.problems = problems;
    }

    void add(LocatedNode item) {
        Fields fields = Fields.of(item, PolicyShape.RESPONSE, problems);
        Optional<ResponseAction> action =
                fields.choice("action", a -> ACTIONS.contains(a) ? ResponseAction.parse(a) : Optional.empty(), ACTIONS);
        Severity atLeast =
                fields.choice("severity", Responses::severity, SEVERITIES).orElse(Severity.INFO);
        Escalation escalation = escalation(fields, item);
        Optional<Answer> answer = action.map(a -> new Answer(a, new OptionsReader(problems).read(a, fields)));
        answer.filter(Answer::lacksLimit)
                .ifPresent(a -> problems.at(
                        item,
                        "A throttled culprit needs a limit on what it takes from its victim: cpu, io, memory"
                                + " or pids."));
        List<Glob> affected = affected(fields);
        if (!affected.isEmpty() && answer.filter(Answer::isToCulprit).isPresent()) {
            rules.checkCulprit(affected, item, problems);
        }
        for (Glob glob : affected) {
            if (answer.isPresent() && answers.putIfAbsent(new Case(glob, atLeast, escalation), answer.get()) != null) {
                problems.at(
                        item,
                        "There is a response to " + glob + " from " + atLeast.label() + " on already"
                                + escalation.words() + ".");
            }
        }
    }

    private Escalation escalation(Fields fields, LocatedNode item) {
        Optional<LocatedNode> at = fields.get("at");
        Optional<LocatedNode> within = fields.get("within");
        if (at.isEmpty() && within.isEmpty()) {
            return Escalation.AT_ONCE;
        }
        if (at.isEmpty() || within.isEmpty()) {
            problems.at(
                    item, "'at' and 'within' go together: at: 2, within: 10m is the second finding in ten minutes.");
            return Escalation.AT_ONCE;
        }
        Optional<Integer> findings = fields.choice("at", Responses::count, List.of("2", "3"));
        Optional<Duration> time = fields.choice("within", Responses::time, List.of("10m", "1h"));
        return findings.isPresent() && time.isPresent()
                ? new Escalation(findings.get(), time.get())
                : Escalation.AT_ONCE;
    }

    private static Optional<Integer> count(String text) {
        return text.matches("[0-9]{1,3}")
                ? Optional.of(Integer.valueOf(text)).filter(n -> n >= 2 && n <= Escalation.MOST)
                : Optional.empty();
    }

    private static Optional<Duration> time(String text) {
        try {
            return Optional.of(Quantity.duration(text)).filter(Duration::isPositive);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private List<Glob> affected(Fields fields) {
        Optional<LocatedNode> at = fields.get("rule");
        if (at.isEmpty()) {
            return chosen;
        }
        Optional<Glob> glob = fields.text("rule").flatMap(t -> rules.pattern(t, at.get(), problems));
        if (glob.isPresent()
                && !rules.isWithin(glob.get(), id -> chosen.stream().anyMatch(c -> c.matches(id)))) {
            problems.at(
                    at.get(),
                    Problems.quote(glob.get().pattern())
                            + " reaches beyond the rules of this policy; add it to 'rules'.");
            return List.of();
        }
        return glob.map(List::of).orElse(List.of());
    }

    /** The responses, and an alert for whatever has none. */
    List<PolicyStatement> statements() {
        chosen.forEach(glob -> answers.putIfAbsent(new Case(glob, Severity.INFO, Escalation.AT_ONCE), Answer.ALERT));
        List<PolicyStatement> statements = new ArrayList<>();
        answers.forEach((which, answer) -> statements.add(new PolicyStatement(
                policy, mode, scope, which.rules, which.atLeast, answer.action, answer.options, which.escalation)));
        return statements;
    }

    private static Optional<Severity> severity(String label) {
        return Arrays.stream(Severity.values())
                .filter(s -> s.label().equals(label))
                .findFirst();
    }

    private record Answer(ResponseAction action, ResponseOptions options) {
        static final Answer ALERT = new Answer(ResponseAction.ALERT, ResponseOptions.NONE);

        boolean isToCulprit() {
            return options.target() == ResponseTarget.CULPRIT;
        }

        /** The usual limits are on everything, and a culprit is limited in what it does harm with. */
        boolean lacksLimit() {
            return action == ResponseAction.THROTTLE
                    && isToCulprit()
                    && options.limits().equals(ResponseOptions.Limits.NONE);
        }
    }

    private record Case(Glob rules, Severity atLeast, Escalation escalation) {}
}

package dev.vedette.policy.document;

import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.ParameterOverride;
import dev.vedette.policy.model.PolicyException;
import dev.vedette.policy.model.PolicyStatement;
import dev.vedette.policy.model.Scope;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One policy document, read.
 *
 * @param name unique among the documents in force
 */
record PolicyDocument(
        String name,
        List<PolicyStatement> statements,
        List<PolicyException> exceptions,
        List<ParameterOverride> parameters,
        List<DenyRule> denials) {
    static final String API_VERSION = PolicyResource.GROUP + "/" + PolicyResource.VERSION;
    static final String KIND = PolicyResource.KIND;
    static final List<String> MODES =
            Arrays.stream(Mode.values()).map(Mode::label).toList();

    private static final int MAX_ITEMS = 200;

    /** Reads as much as can be read; the result counts only if there is no problem. */
    static PolicyDocument read(LocatedNode root, RuleIds rules, Problems problems) {
        Fields document = Fields.of(root, PolicyShape.DOCUMENT, problems);
        document.choice("apiVersion", exactly(API_VERSION), List.of(API_VERSION));
        document.choice("kind", exactly(KIND), List.of(KIND));
        String name = document.get("metadata")
                .map(m -> Fields.of(m, PolicyShape.METADATA, problems))
                .flatMap(m -> m.text("name"))
                .orElse("");
        return document.get("spec")
                .map(s -> readSpec(name, Fields.of(s, PolicyShape.SPEC, problems), rules, problems))
                .orElse(new PolicyDocument(name, List.of(), List.of(), List.of(), List.of()));
    }

    private static PolicyDocument readSpec(String name, Fields spec, RuleIds rules, Problems problems) {
        Mode mode = spec.choice("mode", PolicyDocument::mode, MODES).orElse(Mode.AUDIT);
        Scope scope = spec.get("scope").map(s -> scope(s, problems)).orElse(Scope.CONTAINERS);
        Set<Glob> chosen = new LinkedHashSet<>();
        if (spec.get("rules").isEmpty()) {
            chosen.add(Glob.ANY);
        }
        for (LocatedNode item : spec.someItems("rules", MAX_ITEMS)) {
            spec.text(item).flatMap(t -> rules.pattern(t, item, problems)).ifPresent(chosen::add);
        }
        Responses responses = new Responses(name, mode, scope, List.copyOf(chosen), rules, problems);
        for (LocatedNode item : spec.list("responses", MAX_ITEMS)) {
            responses.add(item);
        }
        List<PolicyException> exceptions = new ArrayList<>();
        for (LocatedNode item : spec.list("exceptions", 5 * MAX_ITEMS)) {
            new ExceptionReader(name, scope, rules, problems).read(item).ifPresent(exceptions::add);
        }
        List<DenyRule> denials = new ArrayList<>();
        for (LocatedNode item : spec.list("deny", MAX_ITEMS)) {
            new DenialReader(name, mode, scope, problems).read(item).ifPresent(denials::add);
        }
        return new PolicyDocument(
                name, responses.statements(), exceptions, parameters(name, scope, spec, rules, problems), denials);
    }

    private static Scope scope(LocatedNode node, Problems problems) {
        Fields fields = Fields.of(node, PolicyShape.SCOPE, problems);
        return new Scope(
                fields.patterns("namespaces", MAX_ITEMS),
                fields.patterns("workloads", MAX_ITEMS),
                fields.patterns("images", MAX_ITEMS),
                fields.textMap("labels"),
                fields.flag("host"));
    }

    private static List<ParameterOverride> parameters(
            String name, Scope scope, Fields spec, RuleIds rules, Problems problems) {
        List<ParameterOverride> overrides = new ArrayList<>();
        for (Map.Entry<String, LocatedNode.Entry> rule :
                spec.entries("parameters").entrySet()) {
            if (!rules.check(rule.getKey(), rule.getValue().key(), problems)) {
                continue;
            }
            for (Map.Entry<String, LocatedNode.Entry> list :
                    spec.entries(rule.getValue().value()).entrySet()) {
                List<String> values = spec.texts(list.getValue().value(), 5 * MAX_ITEMS);
                if (rules.checkParameter(
                        rule.getKey(), list.getKey(), list.getValue().key(), problems)) {
                    overrides.add(new ParameterOverride(name, scope, rule.getKey(), list.getKey(), values));
                }
            }
        }
        return overrides;
    }

    private static Function<String, Optional<String>> exactly(String wanted) {
        return text -> text.equals(wanted) ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Mode> mode(String label) {
        return Arrays.stream(Mode.values()).filter(m -> m.label().equals(label)).findFirst();
    }
}

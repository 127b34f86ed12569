package dev.vedette.policy.testing;

import dev.vedette.policy.document.Fields;
import dev.vedette.policy.document.PolicyShape;
import dev.vedette.policy.document.Problems;
import dev.vedette.policy.document.RuleIds;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a test expects to be found. */
record ExpectedReader(RuleIds rules, Problems problems) {
    static final String NONE = "none";

    private static final Form<Severity> SEVERITY = ScalarForm.of(Arrays.asList(Severity.values()), Severity::label);
    private static final Form<ResponseAction> RESPONSE =
            ScalarForm.of(Arrays.asList(ResponseAction.values()), ResponseAction::label);
    private static final Form<Mode> MODE = ScalarForm.of(Arrays.asList(Mode.values()), Mode::label);
    private static final Form<Map<String, String>> EVIDENCE = GatheringForm.map(ScalarForm.TEXT);

    /** What each key holds; the order is that of messages. */
    private static final Map<String, Form<?>> KEYS = keys();

    private static final PolicyShape SHAPE = new PolicyShape(
            "an expected finding",
            List.of("rule"),
            KEYS.keySet().stream().filter(key -> !key.equals("rule")).toList());

    private static Map<String, Form<?>> keys() {
        Map<String, Form<?>> keys = new LinkedHashMap<>();
        keys.put("rule", ScalarForm.TEXT);
        keys.put("severity", SEVERITY);
        keys.put("key", ScalarForm.TEXT);
        keys.put("message", ScalarForm.TEXT);
        keys.put("evidence", EVIDENCE);
        keys.put("response", RESPONSE);
        keys.put("mode", MODE);
        keys.put("policy", ScalarForm.TEXT);
        keys.put("withheld", ScalarForm.TRUTH);
        keys.put("fact", ScalarForm.INT);
        return keys;
    }

    /** A list of findings, or the word for none at all. */
    List<ExpectedFinding> read(LocatedNode node) {
        if (node.text().filter(NONE::equals).isPresent()) {
            return List.of();
        }
        if (!(node instanceof LocatedNode.Sequence) || node.elements().isEmpty()) {
            problems.at(node, "Here must be a list of findings, or 'none'.");
            return List.of();
        }
        return node.elements().stream().flatMap(item -> finding(item).stream()).toList();
    }

    private Optional<ExpectedFinding> finding(LocatedNode item) {
        int before = problems.found().size();
        Fields fields = Fields.of(item, SHAPE, problems);
        fields.get("rule").ifPresent(rule -> rules.check(rule.text().orElse(""), rule, problems));
        ExpectedFinding finding = new ExpectedFinding(
                item.line(),
                get(fields, "rule", ScalarForm.TEXT).orElse(""),
                get(fields, "severity", SEVERITY),
                get(fields, "key", ScalarForm.TEXT),
                get(fields, "message", ScalarForm.TEXT).map(Glob::new),
                globs(get(fields, "evidence", EVIDENCE).orElse(Map.of())),
                get(fields, "response", RESPONSE),
                get(fields, "mode", MODE),
                get(fields, "policy", ScalarForm.TEXT),
                get(fields, "withheld", ScalarForm.TRUTH).orElse(false),
                get(fields, "fact", ScalarForm.INT));
        return Optional.of(finding).filter(_ -> problems.found().size() == before);
    }

    private <T> Optional<T> get(Fields fields, String key, Form<T> form) {
        return fields.get(key).flatMap(node -> form.read(node, null, problems));
    }

    private static Map<String, Glob> globs(Map<String, String> texts) {
        Map<String, Glob> globs = new LinkedHashMap<>();
        texts.forEach((name, text) -> globs.put(name, new Glob(text)));
        return globs;
    }

    static Map<String, Object> schema(SchemaParts parts) {
        return parts.refer("expectedFinding", () -> {
            Map<String, Object> properties = new LinkedHashMap<>();
            KEYS.forEach((key, form) -> properties.put(key, form.schema(parts)));
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("type", "object");
            object.put("additionalProperties", false);
            object.put("required", SHAPE.required());
            object.put("properties", properties);
            return object;
        });
    }
}

package dev.vedette.policy.testing;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ProcessInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schema of tests, made of the forms by which they are read: {@code policy-test.schema.json} is what comes of it. */
final class PolicyTestSchema {
    private static final Map<String, Object> TEXT = Map.of("type", List.of("string", "number", "boolean"));

    private PolicyTestSchema() {}

    static Map<String, Object> make() {
        Forms forms = new Forms();
        SchemaParts parts = new SchemaParts();
        Map<String, Object> who = new LinkedHashMap<>();
        who.put("container", forms.record(Container.class).schema(parts));
        who.put("process", forms.record(ProcessInfo.class).schema(parts));
        who.put("policies", TEXT);

        Map<String, Object> test = new LinkedHashMap<>();
        test.put("name", TEXT);
        test.put("on", Map.of("type", "string", "format", "date", "description", "The day; 2026-01-01 if left out."));
        test.putAll(who);
        test.put("facts", Map.of("type", "array", "items", new FactTypes(forms).schema(parts)));
        test.put(
                "findings",
                Map.of(
                        "anyOf",
                        List.of(
                                Map.of("enum", List.of(ExpectedReader.NONE)),
                                Map.of("type", "array", "minItems", 1, "items", ExpectedReader.schema(parts)))));

        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", Map.of("enum", List.of(PolicyTestReader.API_VERSION)));
        document.put("kind", Map.of("enum", List.of(PolicyTestReader.KIND)));
        document.put(
                "rules",
                Map.of(
                        "type",
                        "array",
                        "items",
                        TEXT,
                        "description",
                        "Whose findings are looked at; all if left out."));
        document.putAll(who);
        document.put("tests", Map.of("type", "array", "items", object(PolicyTestReader.TEST.required(), test)));

        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "https://vedette.dev/schema/v1alpha1/policy-test.schema.json");
        schema.put("title", "Tests of Vedette's rules and policies");
        schema.putAll(object(PolicyTestReader.DOCUMENT.required(), document));
        schema.put("$defs", parts.all());
        return schema;
    }

    private static Map<String, Object> object(List<String> required, Map<String, Object> properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("additionalProperties", false);
        object.put("required", required);
        object.put("properties", properties);
        return object;
    }
}

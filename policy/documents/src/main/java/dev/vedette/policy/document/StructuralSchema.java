package dev.vedette.policy.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON Schema said again as Kubernetes takes it of a CustomResourceDefinition: without references, each value with one
 * type, and what depends on what as alternatives (k8s.io/apiextensions-apiserver, pkg/apiserver/schema).
 *
 * <p>Unknown keys are none of its business: the API server prunes them, and refuses them to those who ask for strict
 * validation, as kubectl does. What cannot be said is an error, so that the two never come apart unnoticed.
 */
final class StructuralSchema {
    private static final String REFERENCE = "#/$defs/";

    private final Map<?, ?> schema;

    /** @param schema a whole JSON Schema, with its definitions */
    StructuralSchema(Map<?, ?> schema) {
        this.schema = schema;
    }

    /** Of the whole object. Its metadata is the API server's own. */
    Map<String, Object> root() {
        Map<String, Object> root = value(schema);
        Map<String, Object> properties = properties((Map<?, ?>) schema.get("properties"));
        properties.put("metadata", Map.of("type", "object"));
        root.put("properties", properties);
        return root;
    }

    private Map<String, Object> value(Map<?, ?> from) {
        Map<String, Object> to = new LinkedHashMap<>();
        List<Object> conditions = new ArrayList<>();
        from.forEach((key, said) -> say((String) key, said, from, to, conditions));
        if (to.containsKey("enum")) {
            to.putIfAbsent("type", "string");
        }
        if (!conditions.isEmpty()) {
            to.put("allOf", conditions);
        }
        return to;
    }

    private void say(String key, Object said, Map<?, ?> from, Map<String, Object> to, List<Object> conditions) {
        switch (key) {
            case "$schema", "$id", "$defs", "title", "then" -> {
                // Said elsewhere, or of no use there.
            }
            case "$ref" -> to.putAll(value(referred((String) said)));
            case "type" -> type(said, to);
            case "properties" -> to.put(key, properties((Map<?, ?>) said));
            case "items" -> to.put(key, value((Map<?, ?>) said));
            case "additionalProperties" -> {
                if (said instanceof Map<?, ?> values) {
                    to.put(key, value(values));
                }
            }
            case "dependentRequired" ->
                ((Map<?, ?>) said)
                        .forEach((one, others) -> conditions.add(implies(required(List.of(one)), required(others))));
            case "if" -> conditions.add(implies(said, from.get("then")));
            case "anyOf" -> to.put(key, condition(said));
            case "description", "required", "enum", "format", "pattern" -> to.put(key, said);
            case "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems" -> to.put(key, said);
            default -> throw new IllegalStateException("'" + key + "' can't be said to Kubernetes");
        }
    }

    private Map<?, ?> referred(String reference) {
        return (Map<?, ?>) ((Map<?, ?>) schema.get("$defs")).get(reference.substring(REFERENCE.length()));
    }

    /** Of several types Kubernetes has whole number or text alone. */
    private static void type(Object said, Map<String, Object> to) {
        if (said instanceof List<?>) {
            to.put("x-kubernetes-int-or-string", true);
            to.put("anyOf", List.of(Map.of("type", "integer"), Map.of("type", "string")));
        } else {
            to.put("type", said);
        }
    }

    private Map<String, Object> properties(Map<?, ?> from) {
        Map<String, Object> to = new LinkedHashMap<>();
        from.forEach((name, property) -> to.put((String) name, value((Map<?, ?>) property)));
        return to;
    }

    private static Map<String, Object> implies(Object condition, Object consequence) {
        return Map.of("anyOf", List.of(Map.of("not", condition(condition)), condition(consequence)));
    }

    private static Map<String, Object> required(Object names) {
        return Map.of("required", names);
    }

    /** What is asked of values beside their types: the same, but for the one word that Kubernetes does not have. */
    private static Object condition(Object said) {
        return switch (said) {
            case Map<?, ?> map -> {
                Map<String, Object> to = new LinkedHashMap<>();
                map.forEach((key, below) -> {
                    if (key.equals("const")) {
                        to.put("enum", List.of(below));
                    } else {
                        to.put((String) key, condition(below));
                    }
                });
                yield to;
            }
            case List<?> list -> list.stream().map(StructuralSchema::condition).toList();
            default -> said;
        };
    }
}

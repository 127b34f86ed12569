package dev.vedette.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The definition by which a cluster takes policies says the same as the schema that editors read. */
class PolicyCrdTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern EXAMPLE = Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    /** Of what JSON Schema has, all that a structural schema may say (k8s.io/api, JSONSchemaProps). */
    private static final Set<String> SAYABLE = Set.of(
            "type",
            "properties",
            "items",
            "additionalProperties",
            "required",
            "enum",
            "format",
            "pattern",
            "description",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "allOf",
            "anyOf",
            "not",
            "x-kubernetes-int-or-string");

    private static final Set<String> SAYABLE_IN_CONDITIONS =
            Set.of("properties", "required", "enum", "anyOf", "allOf", "not");

    private static final Schema FOR_EDITORS = schema(PolicySchema.text());
    private static final Map<?, ?> DEFINED = defined();
    private static final Schema FOR_CLUSTERS =
            schema(new Dump(DumpSettings.builder().build()).dumpToString(strict(DEFINED)));

    static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        for (String page : List.of("docs/policies.md", "docs/images.md", "docs/neighbours.md")) {
            EXAMPLE.matcher(Files.readString(ROOT.resolve(page)))
                    .results()
                    .map(block -> block.group(1))
                    .filter(text -> text.contains("kind: Policy\n"))
                    .forEach(examples::add);
        }
        examples.add(Files.readString(ROOT.resolve("rules/src/main/resources/policies/default.yaml")));
        examples.add(Files.readString(
                ROOT.resolve("sensor/demo/src/main/resources/dev/vedette/sensor/demo/tour/policy.yaml")));
        return examples;
    }

    @Test
    void thereAreExamplesOnEachPageAndOfEachKey() throws Exception {
        String all = String.join("\n", examples());

        assertThat(examples()).hasSizeGreaterThan(8);
        assertThat(PolicyShape.SPEC.keys()).allSatisfy(key -> assertThat(all).contains(key + ":"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsTakenByBoth(String documents) {
        for (String document : documents.split("(?m)^---$", -1)) {
            assertThat(FOR_EDITORS.validate(document, InputFormat.YAML)).isEmpty();
            assertThat(FOR_CLUSTERS.validate(document, InputFormat.YAML)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode: enforced",
                "mode: 1",
                "modes: audit",
                "scope: everything",
                "scope: {namespaces: []}",
                "scope: {namespaces: shop}",
                "scope: {namespace: [shop]}",
                "scope: {host: sometimes}",
                "scope: {labels: [tier]}",
                "scope: {labels: {tier: ''}}",
                "scope: {labels: {tier: {a: b}}}",
                "rules: VDT-2002",
                "rules: []",
                "parameters: [VDT-3014]",
                "parameters: {VDT-3014: [x]}",
                "parameters: {VDT-3014: {names: x}}",
                "parameters: {VDT-3014: {names: [[x]]}}",
                "responses: {action: pause}",
                "responses: [{severity: high}]",
                "responses: [{action: paus}]",
                "responses: [{action: pause, after: 1}]",
                "responses: [{action: pause, severity: worst}]",
                "responses: [{action: pause, at: 2}]",
                "responses: [{action: pause, within: 10m}]",
                "responses: [{action: pause, at: 1, within: 10m}]",
                "responses: [{action: pause, at: two, within: 10m}]",
                "responses: [{action: pause, for: 10 minutes}]",
                "responses: [{action: throttle, target: culprit}]",
                "responses: [{action: throttle, target: culprits, cpu: 100m}]",
                "deny: [{paths: [/tmp/x]}]",
                "deny: [{action: exec, paths: [tmp]}]",
                "deny: [{action: exec, from: [elsewhere]}]",
                "deny: [{action: connect, ports: 443}]",
                "deny: [{action: connect, expires: tomorrow}]",
                "exceptions: [{rule: VDT-3014, reason: known, expires: 2027-06-30}]",
                "exceptions: [{rule: VDT-3014, workload: shop/backup, expires: 2027-06-30}]",
                "exceptions: [{rule: VDT-3014, digest: sha256:1, reason: known, expires: 2027-06-30}]",
                "exceptions: [{rule: VDT-3014, executable: {layer: image}, reason: known, expires: 2027-06-30}]",
            })
    void whatIsWrongIsRefusedByBoth(String spec) {
        String document = document(spec);

        assertThat(FOR_EDITORS.validate(document, InputFormat.YAML)).isNotEmpty();
        assertThat(FOR_CLUSTERS.validate(document, InputFormat.YAML)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "responses: [{action: pause, at: 2, within: 10m}]",
                "responses: [{action: throttle, target: culprit, io: 1Mi}]",
                "responses: [{action: pause, target: culprit}]",
                "responses: [{action: throttle, cpu: 100m, pids: 64}]",
                "deny: [{action: connect, ports: [443, 6000-6063]}]",
                "scope: {labels: {revision: 7}}",
            })
    void whatIsRightIsTakenByBoth(String spec) {
        assertThat(FOR_EDITORS.validate(document(spec), InputFormat.YAML)).isEmpty();
        assertThat(FOR_CLUSTERS.validate(document(spec), InputFormat.YAML)).isEmpty();
    }

    /** A structural schema has no word for values of more than two types. */
    @ParameterizedTest
    @ValueSource(strings = {"scope: {labels: {canary: true}}", "responses: [{action: throttle, cpu: 0.5}]"})
    void whatIsNeitherTextNorWholeNumberIsToBeQuotedInACluster(String spec) {
        assertThat(FOR_EDITORS.validate(document(spec), InputFormat.YAML)).isEmpty();
        assertThat(FOR_CLUSTERS.validate(document(spec), InputFormat.YAML)).isNotEmpty();
    }

    /** What the API server would otherwise refuse when the definition is applied. */
    @Test
    void saysOnlyWhatAStructuralSchemaMaySay() {
        assertStructural("", DEFINED);
    }

    @Test
    void isTheSameAtEachCall() {
        assertThat(PolicyCrd.yaml()).isEqualTo(PolicyCrd.yaml());
    }

    @Test
    void whatKubernetesHasNoWordForIsNotLeftOutSilently() {
        StructuralSchema schema =
                new StructuralSchema(Map.of("properties", Map.of("spec", Map.of("patternProperties", Map.of()))));

        assertThatThrownBy(schema::root).hasMessageContaining("patternProperties");
    }

    private static String document(String spec) {
        return "apiVersion: vedette.dev/v1alpha1\nkind: Policy\nmetadata: {name: one}\nspec:\n  " + spec + "\n";
    }

    private static void assertStructural(String place, Map<?, ?> schema) {
        assertThat(SAYABLE).as(place).containsAll(keys(schema));
        boolean isEither = Boolean.TRUE.equals(schema.get("x-kubernetes-int-or-string"));
        if (isEither) {
            assertThat(schema.containsKey("type")).as(place).isFalse();
            assertThat(schema.get("anyOf"))
                    .as(place)
                    .isEqualTo(List.of(Map.of("type", "integer"), Map.of("type", "string")));
        } else {
            assertThat(schema.get("type")).as(place).isInstanceOf(String.class);
            conditions(schema).forEach(condition -> assertCondition(place, condition, schema));
        }
        assertThat(schema.containsKey("properties") && schema.containsKey("additionalProperties"))
                .as(place)
                .isFalse();
        below(schema).forEach((name, value) -> assertStructural(place + "/" + name, value));
    }

    private static void assertCondition(String place, Map<?, ?> condition, Map<?, ?> outside) {
        assertThat(SAYABLE_IN_CONDITIONS).as(place).containsAll(keys(condition));
        if (condition.get("properties") instanceof Map<?, ?> properties) {
            assertThat(below(outside).keySet()).as(place).containsAll(keys(properties));
        }
        conditions(condition).forEach(each -> assertCondition(place, each, outside));
    }

    private static List<Map<?, ?>> conditions(Map<?, ?> schema) {
        List<Map<?, ?>> conditions = new ArrayList<>();
        for (String junction : List.of("allOf", "anyOf")) {
            if (schema.get(junction) instanceof List<?> all) {
                all.forEach(each -> conditions.add((Map<?, ?>) each));
            }
        }
        if (schema.get("not") instanceof Map<?, ?> not) {
            conditions.add(not);
        }
        return conditions;
    }

    private static List<String> keys(Map<?, ?> map) {
        return map.keySet().stream().map(String::valueOf).toList();
    }

    /** The schemas of what is in a value. */
    private static Map<String, Map<?, ?>> below(Map<?, ?> schema) {
        Map<String, Map<?, ?>> below = new LinkedHashMap<>();
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> below.put((String) name, (Map<?, ?>) property));
        }
        Stream.of("items", "additionalProperties")
                .filter(key -> schema.get(key) instanceof Map)
                .forEach(key -> below.put(key, (Map<?, ?>) schema.get(key)));
        return below;
    }

    /** As the API server looks for those who ask for strict validation: a key that is in no schema is refused. */
    private static Map<String, Object> strict(Map<?, ?> schema) {
        Map<String, Object> strict = new LinkedHashMap<>();
        schema.forEach((key, value) -> strict.put((String) key, value));
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            Map<String, Object> all = new LinkedHashMap<>();
            properties.forEach((name, property) -> all.put((String) name, strict((Map<?, ?>) property)));
            strict.put("properties", all);
            strict.put("additionalProperties", false);
        }
        for (String key : List.of("items", "additionalProperties")) {
            if (schema.get(key) instanceof Map<?, ?> value) {
                strict.put(key, strict(value));
            }
        }
        return strict;
    }

    private static Map<?, ?> defined() {
        Map<?, ?> definition = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(PolicyCrd.yaml());
        Map<?, ?> version = (Map<?, ?>) ((List<?>) ((Map<?, ?>) definition.get("spec")).get("versions")).getFirst();
        return (Map<?, ?>) ((Map<?, ?>) version.get("schema")).get("openAPIV3Schema");
    }

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, text.startsWith("{\n") ? InputFormat.JSON : InputFormat.YAML);
    }
}

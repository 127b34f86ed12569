package dev.vedette.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.ResponseTarget;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlReader;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schema that editors read says the same as the parser. */
class PolicySchemaTest {
    private LocatedNode schema;

    @BeforeEach
    void read() throws Exception {
        schema = YamlReader.read(PolicySchema.text()).getFirst();
    }

    @Test
    void hasTheSameKeysEverywhere() {
        assertSame(schema, PolicyShape.DOCUMENT);
        assertSame(schema.at("properties", "metadata").orElseThrow(), PolicyShape.METADATA);
        assertSame(schema.at("properties", "spec").orElseThrow(), PolicyShape.SPEC);
        assertSame(schema.at("$defs", "scope").orElseThrow(), PolicyShape.SCOPE);
        assertSame(schema.at("$defs", "response").orElseThrow(), PolicyShape.RESPONSE);
        assertSame(schema.at("$defs", "denial").orElseThrow(), PolicyShape.DENIAL);
        assertSame(schema.at("$defs", "exception").orElseThrow(), PolicyShape.EXCEPTION);
        assertSame(schema.at("$defs", "exception", "properties", "executable").orElseThrow(), PolicyShape.EXECUTABLE);
    }

    @Test
    void hasTheSameWordsEverywhere() {
        assertThat(words("properties", "apiVersion")).containsExactly(PolicyDocument.API_VERSION);
        assertThat(words("properties", "kind")).containsExactly(PolicyDocument.KIND);
        assertThat(words("properties", "spec", "properties", "mode")).isEqualTo(PolicyDocument.MODES);
        assertThat(words("$defs", "response", "properties", "severity")).isEqualTo(Responses.SEVERITIES);
        assertThat(words("$defs", "response", "properties", "action")).isEqualTo(Responses.ACTIONS);
        assertThat(words("$defs", "response", "properties", "target")).isEqualTo(ResponseTarget.labels());
        assertThat(words("$defs", "denial", "properties", "action")).isEqualTo(DenialReader.ACTIONS);
        assertThat(words("$defs", "denial", "properties", "from", "items")).isEqualTo(DenyRule.SOURCES);
        assertThat(words("$defs", "exception", "properties", "executable", "properties", "layer"))
                .containsExactly(ExceptionReader.IMAGE_LAYER);
        assertThat(schema.at("$defs", "exception", "properties", "digest", "pattern")
                        .flatMap(LocatedNode::text))
                .contains("^" + ExceptionReader.DIGEST.pattern() + "$");
    }

    private List<String> words(String... path) {
        return texts(schema.at(path).flatMap(n -> n.get("enum")).orElseThrow());
    }

    private static void assertSame(LocatedNode object, PolicyShape shape) {
        assertThat(object.get("properties").orElseThrow())
                .isInstanceOfSatisfying(
                        LocatedNode.Mapping.class,
                        properties -> assertThat(properties.entries().keySet())
                                .containsExactlyInAnyOrderElementsOf(shape.keys()));
        assertThat(object.get("required").map(PolicySchemaTest::texts).orElse(List.of()))
                .containsExactlyInAnyOrderElementsOf(shape.required());
        assertThat(object.get("additionalProperties").flatMap(LocatedNode::text))
                .contains("false");
    }

    private static List<String> texts(LocatedNode list) {
        return list.elements().stream().flatMap(n -> n.text().stream()).toList();
    }
}

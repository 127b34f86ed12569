package dev.vedette.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.yaml.LocatedNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldPathTest {
    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "/spec/mode, spec.mode",
        "/spec/responses/0/action, spec.responses[0].action",
        "/spec/scope/labels/app.kubernetes.io~1name, spec.scope.labels[app.kubernetes.io/name]",
        "/spec/parameters/VDT-3014/a~0b, spec.parameters.VDT-3014[a~b]",
    })
    void isWrittenAsKubernetesDoes(String pointer, String path) {
        assertThat(FieldPath.of(new LocatedNode.Scalar("x", true, 1, 1, pointer)))
                .isEqualTo(path);
    }
}

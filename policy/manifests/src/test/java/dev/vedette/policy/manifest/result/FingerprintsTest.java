package dev.vedette.policy.manifest.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintsTest {
    private static final String POD = """
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec:
              volumes: [{name: v, hostPath: {path: /etc}}]
              containers:
                - {name: main, ports: [{containerPort: 80, hostPort: 80}]}
            """;

    private static final String OTHER = """
            kind: Pod
            metadata: {name: other, namespace: shop}
            spec: {hostIPC: true, containers: [{name: main}]}
            """;

    @Test
    void outliveLinesThatMove() {
        assertThat(fingerprints("a.yaml", "# a comment\n\n" + POD.replace("spec:", "# more\nspec:")))
                .isEqualTo(fingerprints("a.yaml", POD));
    }

    @Test
    void outliveDocumentsThatComeAndGoAround() {
        assertThat(fingerprints("a.yaml", OTHER + "---\n" + POD)).containsAll(fingerprints("a.yaml", POD));
        assertThat(fingerprints("a.yaml", POD + "---\n" + OTHER))
                .containsExactlyInAnyOrderElementsOf(fingerprints("a.yaml", OTHER + "---\n" + POD));
    }

    @Test
    void outliveOtherItemsOfAListOfObjects() {
        String list = "kind: List\nitems:\n";

        assertThat(fingerprints("a.yaml", list + item(OTHER) + item(POD)))
                .containsExactlyInAnyOrderElementsOf(fingerprints("a.yaml", list + item(POD) + item(OTHER)));
    }

    @Test
    void outliveOtherContainersVolumesAndPorts() {
        String grown = POD.replace("volumes: [", "volumes: [{name: first, emptyDir: {}}, ")
                .replace("containers:\n", "containers:\n    - {name: first}\n")
                .replace("ports: [", "ports: [{containerPort: 9}, ");

        assertThat(fingerprints("a.yaml", grown)).isEqualTo(fingerprints("a.yaml", POD));
    }

    @Test
    void areTheSameHoweverTheFileIsNamed() {
        assertThat(fingerprints("./deploy/../a.yaml", POD)).isEqualTo(fingerprints("a.yaml", POD));
        assertThat(fingerprints("/repo/a.yaml", POD)).isEqualTo(fingerprints("a.yaml", POD));
    }

    @ParameterizedTest
    @CsvSource({"name: web, name: api", "namespace: shop, namespace: bar", "name: main, name: side"})
    void differWhereTheObjectOrTheContainerDoes(String before, String after) {
        assertThat(port("a.yaml", POD.replace(before, after))).isNotEqualTo(port("a.yaml", POD));
        assertThat(port("b.yaml", POD)).isNotEqualTo(port("a.yaml", POD));
    }

    @Test
    void differForWhatFailsForAnotherReasonAtTheSameField() {
        assertThat(port("a.yaml", POD.replace("hostPort: 80", "hostPort: 81"))).isNotEqualTo(port("a.yaml", POD));
    }

    @Test
    void differForTwoThatAreAlikeInAll() {
        assertThat(fingerprints("a.yaml", POD + "---\n" + POD)).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void doNotDependOnWhereAnAliasStands() {
        String inline = """
                kind: Pod
                metadata: {name: a}
                spec: {containers: [{name: x, securityContext: {privileged: true}}]}
                """;
        String aliased = """
                kind: Pod
                metadata: {name: a}
                x: &c {privileged: true}
                spec: {containers: [{name: x, securityContext: *c}]}
                """;

        assertThat(fingerprints("a.yaml", aliased)).isEqualTo(fingerprints("a.yaml", inline));
    }

    /** Of the finding about the container's port. */
    private static String port(String file, String text) {
        return Results.of(file, text).findings().stream()
                .filter(finding -> finding.check().id().equals("hostPorts"))
                .findFirst()
                .orElseThrow()
                .fingerprint()
                .text();
    }

    private static List<String> fingerprints(String file, String text) {
        return Results.of(file, text).findings().stream()
                .map(finding -> finding.fingerprint().text())
                .toList();
    }

    private static String item(String object) {
        return object.indent(4).replaceFirst("    ", "  - ");
    }
}

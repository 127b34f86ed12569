package dev.vedette.policy.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vedette.policy.manifest.ManifestReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodSecurityScanTest {
    private static final String POD = """
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec:
              hostPID: true
              containers:
                - name: main
                  securityContext:
                    runAsUser: 0
            """;

    @Test
    void namesTheObjectTheCheckAndTheVeryField() {
        PodSecurityFinding finding = baseline(POD).findings().getFirst();

        assertThat(finding.workload().name()).isEqualTo("web");
        assertThat(finding.workload().namespace()).isEqualTo("shop");
        assertThat(finding.violation().check()).isEqualTo("hostNamespaces");
        assertThat(finding.violation().level()).isEqualTo(PodSecurityLevel.BASELINE);
        assertThat(finding.violation().where().pointer()).isEqualTo("/spec/hostPID");
        assertThat(finding.violation().where().line()).isEqualTo(4);
        assertThat(finding.violation().where().column()).isEqualTo(12);
    }

    @Test
    void namesTheContainerWhereAFieldIsMissing() {
        PodSecurityReport report = judged(PodSecurityLevel.RESTRICTED, POD);

        assertThat(report.findings())
                .extracting(
                        f -> f.violation().check(), f -> f.violation().where().pointer())
                .contains(org.assertj.core.groups.Tuple.tuple("runAsNonRoot", "/spec/containers/0"));
        assertThat(report.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PodTemplate           | template:
            Deployment            | spec: {template:
            ReplicaSet            | spec: {template:
            ReplicationController | spec: {template:
            StatefulSet           | spec: {template:
            DaemonSet             | spec: {template:
            Job                   | spec: {template:
            CronJob               | spec: {jobTemplate: {spec: {template:
            """)
    void findsThePodOfEachKindOfWorkload(String kind, String way) {
        String closing = "}".repeat((int) way.chars().filter(c -> c == '{').count());
        String text = "kind: " + kind + "\nmetadata: {name: x}\n" + way + " {spec: {hostIPC: true, containers: []}}"
                + closing;

        assertThat(checks(baseline(text))).containsExactly("hostNamespaces");
    }

    @Test
    void readsAnnotationsWhereThePodsOfAWorkloadHaveThem() {
        String text = """
                kind: Deployment
                metadata: {name: x, annotations: {container.apparmor.security.beta.kubernetes.io/a: unconfined}}
                spec:
                  template:
                    metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/b: unconfined}}
                    spec: {containers: [{name: b}]}
                """;

        assertThat(baseline(text).findings())
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.violation().where().pointer())
                                .isEqualTo(
                                        "/spec/template/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: Pod\nmetadata: {name: x}",
                "kind: Pod\nspec: {hostPID: \"yes\", containers: [{name: a}]}",
                "kind: Pod\nspec: {containers: {name: a}}",
                "kind: CronJob\nspec: {jobTemplate: []}",
                "kind: Pod\nspec: {containers: [{name: a, securityContext: {runAsUser: root}}]}"
            })
    void callsNothingCleanThatItCouldNotJudge(String text) {
        PodSecurityReport report = judged(PodSecurityLevel.RESTRICTED, text);

        assertThat(report.problems()).isNotEmpty();
        assertThat(report.exitCode()).isEqualTo(2);
    }

    @Test
    void hasNothingToSayOfWhatMakesNoPods() {
        assertThat(baseline("kind: Service\nspec: {ports: []}").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"latest, 37", "1.0, 0", "v1.29, 29", "1.37, 37", "1.38, 37", "1.999999, 37"})
    void readsVersionsAsKubernetesDoes(String text, int minor) {
        assertThat(PodSecurityVersion.parse(text).minor()).isEqualTo(minor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.", "1.-1", "2.0", "1.01", "1.29.3", "Latest", "1.9999999999"})
    void refusesWhatIsNoVersion(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PodSecurityVersion.parse(text))
                .withMessageContaining("write latest, or one like 1.29");
    }

    @Test
    void asksInEachVersionForWhatItKnows() {
        assertThat(new PodSecurityStandard(PodSecurityLevel.RESTRICTED, new PodSecurityVersion(7)).checks())
                .contains("seccompProfile_baseline", "capabilities_baseline", "runAsNonRoot", "restrictedVolumes")
                .doesNotContain(
                        "allowPrivilegeEscalation", "runAsUser", "hostPathVolumes", "hostProbesAndHostLifecycle");
        assertThat(new PodSecurityStandard(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST).checks())
                .hasSize(15)
                .contains("procMount_restricted", "hostProbesAndHostLifecycle")
                .doesNotContain("procMount", "seccompProfile_baseline", "capabilities_baseline", "hostPathVolumes");
    }

    @Test
    void saysOfEachCheckHowWhatItFindsIsMended() {
        PodSecurityStandard standard = new PodSecurityStandard(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST);

        assertThat(standard.remedies())
                .containsOnlyKeys(standard.checks())
                .allSatisfy((check, remedy) -> assertThat(remedy).as(check).matches("[A-Z].{10,}\\."));
        assertThat(PodSecurityStandard.allChecks()).hasSize(19).containsAll(standard.checks());
        assertThat(new PodSecurityVersion(29)).hasToString("1.29");
    }

    private static List<String> checks(PodSecurityReport report) {
        return report.findings().stream().map(f -> f.violation().check()).toList();
    }

    private static PodSecurityReport baseline(String text) {
        return judged(PodSecurityLevel.BASELINE, text);
    }

    private static PodSecurityReport judged(PodSecurityLevel level, String text) {
        return new PodSecurityScan(new PodSecurityStandard(level, PodSecurityVersion.LATEST))
                .judge(ManifestReader.readText("test.yaml", text));
    }
}

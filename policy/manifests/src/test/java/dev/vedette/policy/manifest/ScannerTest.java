package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.PolicyException;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Scope;
import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests through the rules that come with Vedette. */
class ScannerTest {
    private static Scanner scanner;

    @TempDir
    Path folder;

    @BeforeAll
    static void loadRules() throws Exception {
        scanner = new Scanner(List.of(RuleBundle.builtIn(ScannerTest.class.getClassLoader())), PolicySet.NONE);
    }

    @AfterAll
    static void closeRules() {
        scanner.close();
    }

    @Test
    void aPlainDeploymentIsClean() {
        ScanReport report = scanner.scanText("x", """
                kind: Deployment
                metadata: {name: web}
                spec:
                  template:
                    spec:
                      volumes: [{name: d, emptyDir: {}}, {name: t, hostPath: {path: /etc/localtime}}]
                      containers:
                        - name: web
                          image: nginx
                          volumeMounts:
                            - {name: d, mountPath: /d}
                            - {name: t, mountPath: /etc/localtime, readOnly: true}
                          securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}
                """);

        assertThat(weighty(report)).isEmpty();
        assertThat(report.exitCode()).isEqualTo(ScanReport.CLEAN);
    }

    /** Without what is true of nearly every manifest. */
    private static List<Finding> weighty(ScanReport report) {
        return report.findings().stream()
                .filter(finding -> finding.severity().atLeast(Severity.LOW))
                .toList();
    }

    @Test
    void whatIsTrueOfNearlyEveryManifestIsWorthKnowingAndNoMore() {
        String plain = "kind: Pod\nspec: {containers: [{name: a, image: x@sha256:%s}]}\n".formatted("a".repeat(64));

        assertThat(scanner.scanText("x", plain).findings())
                .extracting(Finding::ruleId)
                .containsExactlyInAnyOrder(
                        "VDT-1013", "VDT-1016", "VDT-1018", "VDT-1019", "VDT-1019", "VDT-1019", "VDT-1020", "VDT-1029");
        assertThat(scanner.scanText("x", """
                kind: Deployment
                spec:
                  template:
                    spec:
                      automountServiceAccountToken: false
                      containers:
                        - name: a
                          resources: {limits: {cpu: 1, memory: 1Gi, ephemeral-storage: 1Gi}}
                          securityContext:
                            allowPrivilegeEscalation: false
                            readOnlyRootFilesystem: true
                            capabilities: {drop: [ALL]}
                """).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            VDT-1001 | spec: {containers: [{name: a, securityContext: {privileged: true}}]} | /spec/containers/0/securityContext/privileged
            VDT-1002 | spec: {hostPID: true, containers: [{name: a}]} | /spec/hostPID
            VDT-1003 | spec: {hostNetwork: true, containers: [{name: a}]} | /spec/hostNetwork
            VDT-1004 | spec: {hostIPC: true, containers: [{name: a}]} | /spec/hostIPC
            VDT-1006 | spec: {containers: [{name: a, securityContext: {runAsUser: 7, capabilities: {add: [sys_admin]}}}]} | /spec/containers/0/securityContext/capabilities/add/0
            VDT-1007 | spec: {volumes: [{name: v, hostPath: {path: /etc//kubernetes/}}], containers: [{name: a, volumeMounts: [{name: v, mountPath: /v}]}]} | /spec/volumes/0/hostPath/path
            VDT-1009 | spec: {securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: a}]} | /spec/securityContext/seccompProfile/type
            VDT-1010 | spec: {containers: [{name: a, securityContext: {appArmorProfile: {type: Unconfined}}}]} | /spec/containers/0/securityContext/appArmorProfile/type
            VDT-1010 | spec: {containers: [{name: a, securityContext: {seLinuxOptions: {type: spc_t}}}]} | /spec/containers/0/securityContext/seLinuxOptions/type
            VDT-1011 | spec: {containers: [{name: a, securityContext: {procMount: Unmasked}}]} | /spec/containers/0/securityContext/procMount
            VDT-1014 | spec: {securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: "1+kernel.core_pattern=x"}]}, containers: [{name: a}]} | /spec/securityContext/sysctls/0/name
            VDT-1017 | spec: {volumes: [{name: v, hostPath: {path: /dev/ttyS0}}], containers: [{name: a, volumeMounts: [{name: v, mountPath: /v}]}]} | /spec/volumes/0/hostPath/path
            VDT-1015 | spec: {containers: [{name: a, ports: [{containerPort: 80, hostPort: 80}]}]} | /spec/containers/0/ports/0/hostPort
            VDT-1021 | spec: {containers: [{name: a, env: [{name: DB_PASSWORD, value: hunter2}]}]} | /spec/containers/0/env/0/value
            VDT-1022 | spec: {os: {name: windows}, securityContext: {windowsOptions: {hostProcess: true}}, containers: [{name: a}]} | /spec/securityContext/windowsOptions/hostProcess
            VDT-1025 | spec: {shareProcessNamespace: true, volumes: [{name: v, secret: {secretName: s}}], containers: [{name: a}]} | /spec/shareProcessNamespace
            VDT-1008 | spec: {volumes: [{name: v, hostPath: {path: /var/run/docker.sock}}], containers: [{name: a, volumeMounts: [{name: v, mountPath: /v}]}]} | /spec/volumes/0/hostPath/path
            """)
    void findsEachConcernOnceAndAtItsField(String rule, String spec, String pointer) {
        ScanReport report =
                scanner.scanText("pod.yaml", "kind: Pod\nmetadata: {name: p, namespace: n}\n" + spec + "\n");

        assertThat(weighty(report)).extracting(Finding::ruleId).containsExactly(rule);
        Finding finding = report.findings().getFirst();
        assertThat(finding.place().pointer()).isEqualTo(pointer);
        assertThat(finding.place().line()).isEqualTo(3);
        assertThat(report.exitCode()).isEqualTo(ScanReport.FINDINGS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/run/docker.sock",
                "/run/docker.sock",
                "/run//docker.sock",
                "/var/../run/docker.sock/",
                "/run",
                "/var/run/",
                "/",
                "/proc/1/root",
                "/proc/1/root/run/docker.sock",
                "/run/containerd/containerd.sock",
                "/run/containerd",
                "/run/k3s/containerd/containerd.sock",
                "/run/crio/crio.sock",
                "/run/cri-dockerd.sock",
                "/run/podman/podman.sock",
                "/run/user/1000/podman/podman.sock",
                "/run/buildkit/buildkitd.sock",
            })
    void findsARuntimesSocketInEverySpelling(String path) {
        ScanReport report = scanner.scanText("x", """
                kind: Pod
                spec:
                  volumes: [{name: v, hostPath: {path: %s}}]
                  containers: [{name: a, volumeMounts: [{name: v, mountPath: /v}]}]
                """.formatted(path));

        assertThat(report.findings()).extracting(Finding::ruleId).contains("VDT-1008");
    }

    @Test
    void theSameManifestGivesTheSameIds() {
        String text = "kind: Pod\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n";

        assertThat(scanner.scanText("x", text).findings())
                .extracting(Finding::id)
                .isEqualTo(scanner.scanText("x", text).findings().stream()
                        .map(Finding::id)
                        .toList());
    }

    @Test
    void twoContainersOfOnePodAreTwoFindings() {
        ScanReport report = scanner.scanText("x", """
                kind: Pod
                spec:
                  containers:
                    - {name: a, securityContext: {privileged: true}}
                    - {name: b, securityContext: {privileged: true}}
                """);

        assertThat(weighty(report))
                .extracting(finding -> finding.container().name())
                .containsExactly("a", "b");
    }

    @Test
    void aBrokenFileDoesNotKeepTheOthersFromBeingJudged() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), "kind: Pod\nspec: [\n");
        Files.writeString(
                folder.resolve("good.yaml"),
                "kind: Pod\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n");

        ScanReport report = scanner.judge(ReadTogether.of(List.of(folder.toString())));

        assertThat(weighty(report)).hasSize(1);
        assertThat(report.problems()).hasSize(1);
        assertThat(report.problems().getFirst().line()).isPositive();
        assertThat(report.exitCode()).isEqualTo(ScanReport.NOT_JUDGED);
    }

    @Test
    void oneOfManifestsAloneIsForNothingElse() throws Exception {
        AccessRequested access =
                new AccessRequested(Container.HOST, AccessRequested.Way.EXEC, "someone", List.of(), "", false, 1);
        List<RuleBundle> rules = List.of(RuleBundle.builtIn(getClass().getClassLoader()));
        try (Scanner alone = Scanner.ofManifests(rules, PolicySet.NONE)) {
            assertThatThrownBy(() -> alone.judge(access)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anExceptionKeepsAFindingBackAndSaysSo() throws Exception {
        PolicyException exception = new PolicyException(
                "house",
                Scope.EVERYTHING,
                new Glob("VDT-1001"),
                new Glob("runner"),
                null,
                null,
                null,
                "builds images",
                LocalDate.now(ZoneOffset.UTC).plusDays(1),
                "platform team");
        PolicySet policies = new PolicySet(List.of(), List.of(exception), List.of());
        try (Scanner withPolicies =
                new Scanner(List.of(RuleBundle.builtIn(getClass().getClassLoader())), policies)) {
            ScanReport report = withPolicies.scanText("x", """
                    kind: Pod
                    metadata: {name: runner}
                    spec: {hostPID: true, containers: [{name: a, securityContext: {privileged: true}}]}
                    """);

            assertThat(weighty(report)).extracting(Finding::ruleId).containsExactly("VDT-1002");
            assertThat(report.withheld()).extracting(Finding::ruleId).containsExactly("VDT-1001");
            assertThat(report.withheld().getFirst().verdict().withheldBy()).contains("builds images");
        }
    }
}

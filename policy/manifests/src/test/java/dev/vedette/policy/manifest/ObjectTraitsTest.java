package dev.vedette.policy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that make no pods. */
class ObjectTraitsTest {
    private static List<String> settings(String text) {
        FieldReader fields = new FieldReader("test.yaml");
        return ManifestReader.readText("test.yaml", text).manifests().stream()
                .flatMap(manifest -> new ObjectTraits(fields, 1).of(manifest).stream())
                .map(setting -> setting.aspect() + "|" + setting.name() + "|" + setting.value())
                .toList();
    }

    private static List<String> cluster(String text) {
        FieldReader fields = new FieldReader("test.yaml");
        return ManifestReader.readText("test.yaml", text).manifests().stream()
                .flatMap(manifest -> new ClusterObjects(fields, 1).of(manifest).stream())
                .map(setting -> setting.name() + "|" + setting.value())
                .toList();
    }

    private static List<String> missing(String text) {
        NamespaceGuards guards = new NamespaceGuards();
        ManifestReader.readText("test.yaml", text).manifests().forEach(guards::note);
        return guards.missing(1).stream().map(setting -> setting.name()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            password: hunter2                                ! SECRET|the ConfigMap's password|a secret by its name
            app.yaml: "db:\\n  password: hunter2\\n"         ! SECRET|the ConfigMap's app.yaml|a secret by its name
            env: "A=1\\nexport API_KEY='0f0f0f0f'\\n"        ! SECRET|the ConfigMap's env|a secret by its name
            app.yaml: "db:\\n  password: ${DB_PASSWORD}\\n"  !
            app.yaml: "passwordFile: /run/secrets/db\\n"     !
            app.ini: "[db]\\npassword = $DB_PASSWORD\\n"    !
            app.yaml: "tlsSecret: front-door-tls\\n"         !
            readme: "Set the password\\nbefore you start\\n" !
            id: 3f2504e0-4f89-11d3-9a0c-0305e82c3301         !
            """)
    void aConfigMapsSecretsAreFoundLineByLine(String data, String found) {
        assertThat(settings("kind: ConfigMap\nmetadata: {name: c}\ndata:\n  " + data + "\n"))
                .isEqualTo(found == null ? List.of() : List.of(found));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q7Zt2LpX9vRk4WmB8sYd3HcN",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY9x8Y7z",
                "Zm9vYmFyMTIzNDU2Nzg5MEFCQ0RFRkdISUpLTE1OT1A="
            })
    void aTextDrawnAtRandomIsASecretUnderAnyName(String value) {
        assertThat(RandomText.isLikely("INNOCENT", value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "INNOCENT, ReadWriteOncePodAffinityRules2",
        "INNOCENT, registry-example-web-frontend-1-29-alpine",
        "INNOCENT, 0123456789abcdef0123456789abcdef",
        "IMAGE_DIGEST, 9f86d081884c7d659a2feaa0c55ad015",
        "PUBLIC_KEY, q7Zt2LpX9vRk4WmB8sYd3HcN",
        "INNOCENT, com_example_SomeVeryLongClassName_Handler",
        "INNOCENT, /usr/local/lib/python3/site-packages/x",
        "INNOCENT, 550e8400-e29b-41d4-a716-446655440000",
        "INNOCENT, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "client-certificate-data, q7Zt2LpX9vRk4WmB8sYd3HcN",
        "INNOCENT, kube-state-metrics-v2-10-0-SNAPSHOT"
    })
    void aTextThatSomebodyThoughtOfIsNone(String name, String value) {
        assertThat(RandomText.isLikely(name, value)).isFalse();
    }

    @Test
    void digitsOfBaseSixteenCountWhereTheNameSpeaksOfAKey() {
        assertThat(RandomText.isLikely("ENCRYPTION_KEY", "9f86d081884c7d659a2feaa0c55ad015"))
                .isTrue();
        assertThat(RandomText.isLikely("KEY_ID", "9f86d081884c7d659a2feaa0c55ad015"))
                .isFalse();
    }

    @Test
    void accountsAndTheirTokensAreTold() {
        assertThat(settings("kind: ServiceAccount\nmetadata: {name: default}\nautomountServiceAccountToken: false\n"))
                .isEmpty();
        assertThat(settings("kind: ServiceAccount\nmetadata: {name: ci}\n")).isEmpty();
        assertThat(settings("kind: Secret\nmetadata: {name: s}\ntype: Opaque\n"))
                .isEmpty();
    }

    @Test
    void claimsAreTheirUsersUnlessTheyAskForAll() {
        assertThat(settings("kind: ResourceClaim\nspec: {devices: {requests: [{name: g, deviceClassName: gpu}]}}\n"))
                .isEmpty();
        assertThat(settings("kind: ResourceClaim\nspec: {devices: {requests: [{name: g, adminAccess: true}]}}\n"))
                .containsExactly("DEVICE_CLAIM|g|adminAccess");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {type: ClusterIP}                                                 |
            {type: LoadBalancer, loadBalancerSourceRanges: [192.0.2.0/24]}    |
            {type: ExternalName, externalName: db.example}                    | externalName;db.example
            {type: NodePort}                                                  | type;NodePort
            """)
    void servicesAreToldByTheWaysTheyOpen(String spec, String found) {
        assertThat(cluster("kind: Service\nmetadata: {name: s}\nspec: " + spec + "\n"))
                .isEqualTo(found == null ? List.of() : List.of(found.replace(';', '|')));
    }

    @Test
    void internalLoadBalancersAndOrdinaryIngressesAreSilent() {
        assertThat(cluster("""
                kind: Service
                metadata: {annotations: {networking.gke.io/load-balancer-type: Internal}}
                spec: {type: LoadBalancer}
                """)).isEmpty();
        assertThat(cluster("""
                kind: Ingress
                metadata: {annotations: {nginx.ingress.kubernetes.io/rewrite-target: /}}
                spec: {tls: [{hosts: [a.example]}], rules: [{host: a.example}]}
                """)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{protocol: HTTP}]                                                        | tls;HTTP
            [{protocol: HTTP}, {protocol: HTTPS}]                                     |
            [{protocol: TLS, allowedRoutes: {namespaces: {from: Same}}}]              |
            [{protocol: HTTPS, allowedRoutes: {namespaces: {from: All}}}]             | routes;All
            """)
    void gatewaysAreToldByWhatTheirListenersTake(String listeners, String found) {
        assertThat(cluster("kind: Gateway\nmetadata: {name: g}\nspec: {listeners: " + listeners + "}\n"))
                .isEqualTo(found == null ? List.of() : List.of(found.replace(';', '|')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            failurePolicy: Fail, timeoutSeconds: 10                                                   !
            failurePolicy: Fail, objectSelector: {}, namespaceSelector: {}                            !
            rules: [{apiGroups: [''], resources: [pods]}]                                             !
            rules: [{apiGroups: ['*'], resources: ['*']}], namespaceSelector: {matchLabels: {a: b}}   !
            rules: [{apiGroups: ['*'], resources: ['*/*']}]                   ! rules|everything, everywhere
            objectSelector: {matchExpressions: [{key: k, operator: Exists}]}  ! objectSelector|labels of the object itself
            clientConfig: {url: 'https://elsewhere.example'}                  ! url|https://elsewhere.example
            """)
    void webhooksAreToldByWhatTheyLetPassOrStop(String fields, String found) {
        assertThat(cluster("kind: ValidatingWebhookConfiguration\nwebhooks: [{" + fields + "}]\n"))
                .isEqualTo(found == null ? List.of() : List.of(found));
    }

    @Test
    void guardsAreMissedOnlyWhereTheNamespaceComesWithWorkloads() {
        String namespace = "kind: Namespace\nmetadata: {name: n}\n";
        String workload = "---\nkind: Deployment\nmetadata: {name: d, namespace: n}\n";
        String policy = "---\nkind: NetworkPolicy\nmetadata: {name: p, namespace: n}\nspec: {podSelector: %s}\n";

        assertThat(missing(namespace)).isEmpty();
        assertThat(missing(namespace + workload.replace("namespace: n", "namespace: m")))
                .isEmpty();
        assertThat(missing(namespace + workload)).containsExactly("NetworkPolicy", "ResourceQuota", "LimitRange");
        assertThat(missing(namespace + workload + policy.formatted("{}")
                        + "---\nkind: ResourceQuota\nmetadata: {name: q, namespace: n}\n"))
                .containsExactly("LimitRange");
        assertThat(missing(namespace + workload + policy.formatted("{matchLabels: {a: b}}")))
                .contains("NetworkPolicy");
    }
}

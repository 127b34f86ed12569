package dev.vedette.tests.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.marcnuri.helm.LintResult;
import dev.vedette.cli.Vedette;
import io.kubernetes.client.openapi.JSON;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
    private static final Map<String, String> DEFAULTS = Map.of();

    @Test
    void lintsWithoutErrorOrWarning() {
        LintResult result = Chart.lint();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    @Test
    void everyFieldIsOneThatTheKubernetesApiKnows() throws Exception {
        Map<String, String> everything = Map.ofEntries(
                Map.entry("policies.house\\.yaml", "kind: Policy"),
                Map.entry("imagePullSecrets[0].name", "pull"),
                Map.entry("sensor.response.enabled", "true"),
                Map.entry("sensor.kubernetes.enabled", "true"),
                Map.entry("sensor.clusterPolicies.enabled", "true"),
                Map.entry("sensor.metricsToken.existingSecret", "metrics"),
                Map.entry("sensor.kafka.bootstrapServers", "broker:9092"),
                Map.entry("webhook.kafka.bootstrapServers", "broker:9092"),
                Map.entry("sensor.seLinuxOptions.type", "spc_t"),
                Map.entry("sensor.priorityClassName", "system-node-critical"),
                Map.entry("console.allowFrom[0].podSelector.matchLabels.role", "analyst"),
                Map.entry("webhook.clientCa", ChartSealTest.CLIENT_CA),
                Map.entry("webhook.seal.enabled", "true"),
                Map.entry("webhook.annotations.origin", "test"));

        for (Map<String, String> values : List.of(DEFAULTS, everything)) {
            for (Rendered object : Chart.objects(values)) {
                Class<?> type = Class.forName("io.kubernetes.client.openapi.models.V1" + object.kind());
                // Refuses what the type does not know, as the API server does with strict field validation.
                assertThat(JSON.getGson().fromJson(new Gson().toJson(object.node()), type))
                        .isNotNull();
            }
        }
    }

    @Test
    void theSensorIsNotPrivilegedAndHoldsOnlyTheCapabilitiesItNeeds() {
        Rendered context = sensor(DEFAULTS).at("securityContext");

        assertThat(context.at("privileged").node()).isNull();
        assertThat(context.at("capabilities", "drop").node()).isEqualTo(List.of("ALL"));
        assertThat(context.at("capabilities", "add").node())
                .isEqualTo(List.of("BPF", "PERFMON", "NET_ADMIN", "SYS_PTRACE", "DAC_READ_SEARCH"));
        assertThat(context.at("readOnlyRootFilesystem").node()).isEqualTo(true);
        assertThat(context.at("allowPrivilegeEscalation").node()).isEqualTo(false);
        assertThat(context.at("seccompProfile", "type").node()).isEqualTo("RuntimeDefault");
    }

    @Test
    void theNodeCanBeChangedOnlyWhereResponseIsAskedFor() {
        assertThat(mount(sensor(DEFAULTS), "cgroup").at("readOnly").node()).isEqualTo(true);

        Rendered responding = sensor(Map.of("sensor.response.enabled", "true"));
        assertThat(mount(responding, "cgroup").at("readOnly").node()).isEqualTo(false);
        assertThat(responding.at("securityContext", "capabilities", "add").items())
                .contains(new Rendered("KILL"));
    }

    @Test
    void noPodHoldsATokenAndNothingIsAskedOfTheKubernetesApi() {
        List<Rendered> objects = Chart.objects(DEFAULTS);

        assertThat(objects).extracting(Rendered::kind).noneMatch(kind -> kind.contains("Role"));
        assertThat(objects.stream().filter(object -> object.podSpec().node() != null))
                .hasSize(3)
                .allSatisfy(object -> assertThat(object.podSpec()
                                .at("automountServiceAccountToken")
                                .node())
                        .isEqualTo(false));
    }

    @Test
    void whereItIsAskedForTheSensorMayReadPodsAndNobodyElseMayAnything() {
        List<Rendered> objects = Chart.objects(Map.of("sensor.kubernetes.enabled", "true"));

        assertThat(objects.stream().filter(object -> object.kind().equals("ClusterRole")))
                .singleElement()
                .satisfies(role -> assertThat(role.at("rules").items())
                        .flatExtracting(rule -> rule.at("verbs").items())
                        .containsOnly(new Rendered("get"), new Rendered("list"), new Rendered("watch")));
        assertThat(objects.stream().filter(object -> object.podSpec().node() != null))
                .filteredOn(object -> Boolean.TRUE.equals(
                        object.podSpec().at("automountServiceAccountToken").node()))
                .extracting(Rendered::kind)
                .containsExactly("DaemonSet");
    }

    @Test
    void whereItIsToTakeTheClustersPoliciesTheSensorMayReadThoseAndNothingElse() {
        Map<String, String> values = Map.of("sensor.clusterPolicies.enabled", "true");
        List<Rendered> objects = Chart.objects(values);

        assertThat(objects.stream().filter(object -> object.kind().equals("ClusterRole")))
                .singleElement()
                .satisfies(role -> assertThat(role.at("rules").node())
                        .isEqualTo(List.of(Map.of(
                                "apiGroups", List.of("vedette.dev"),
                                "resources", List.of("policies"),
                                "verbs", List.of("get", "list", "watch")))));
        assertThat(sensor(values).at("args").items())
                .contains(new Rendered("--cluster-policies"), new Rendered("--no-pod-owners"));
        assertThat(objects.stream().filter(object -> object.podSpec().node() != null))
                .filteredOn(object -> Boolean.TRUE.equals(
                        object.podSpec().at("automountServiceAccountToken").node()))
                .extracting(Rendered::kind)
                .containsExactly("DaemonSet");
        assertThat(find(objects, "NetworkPolicy", "vedette-sensor")
                        .at("spec", "egress")
                        .items())
                .flatExtracting(rule -> rule.at("ports").items())
                .contains(new Rendered(Map.of("protocol", "TCP", "port", 6443)));
    }

    @Test
    void thatItTakesTheClustersPoliciesDoesNotKeepTheSensorFromAskingForPods() {
        assertThat(sensor(Map.of("sensor.clusterPolicies.enabled", "true", "sensor.kubernetes.enabled", "true"))
                        .at("args")
                        .items())
                .contains(new Rendered("--cluster-policies"))
                .doesNotContain(new Rendered("--no-pod-owners"));
    }

    /** Helm does not render what stands there, so it is taken as it is. */
    @Test
    void theKindOfPoliciesIsTheOneThatTheProgramPrints() throws Exception {
        StringWriter printed = new StringWriter();
        assertThat(Vedette.commandLine().setOut(new PrintWriter(printed)).execute("policy", "schema", "crd"))
                .isZero();

        assertThat(Files.readString(Chart.FOLDER.resolve("crds/policies.yaml")))
                .as("renew it with './vedette policy schema crd > helm/vedette/crds/policies.yaml'")
                .isEqualTo(printed.toString());
    }

    @Test
    void whereItMayAnswerTheSensorMayAlsoEvictPods() {
        List<Rendered> objects =
                Chart.objects(Map.of("sensor.kubernetes.enabled", "true", "sensor.response.enabled", "true"));

        assertThat(objects.stream().filter(object -> object.kind().equals("ClusterRole")))
                .singleElement()
                .satisfies(role -> assertThat(role.at("rules").items())
                        .filteredOn(rule -> rule.at("verbs").items().contains(new Rendered("create")))
                        .singleElement()
                        .satisfies(rule -> assertThat(rule.at("resources").items())
                                .containsExactly(new Rendered("pods/eviction"))));
    }

    @ParameterizedTest
    @CsvSource({"vedette-console", "vedette-webhook"})
    void whatDoesNotWatchGivesUpEverything(String deployment) {
        Rendered context =
                Chart.object(DEFAULTS, "Deployment", deployment).podSpec().at("containers", 0, "securityContext");

        assertThat(context.at("runAsNonRoot").node()).isEqualTo(true);
        assertThat(context.at("readOnlyRootFilesystem").node()).isEqualTo(true);
        assertThat(context.at("capabilities", "drop").node()).isEqualTo(List.of("ALL"));
        assertThat(context.at("capabilities", "add").node()).isNull();
    }

    @Test
    void whereItIsToJudgeByLabelsTheWebhookMayReadNamespacesAndIsAskedAboutThem() {
        List<Rendered> objects = Chart.objects(Map.of("webhook.podSecurity.enabled", "true"));

        assertThat(objects.stream().filter(object -> object.kind().equals("ClusterRole")))
                .singleElement()
                .satisfies(role -> assertThat(role.at("rules").items())
                        .flatExtracting(rule -> rule.at("resources").items())
                        .containsExactly(new Rendered("namespaces"), new Rendered("pods")));
        assertThat(objects.stream().filter(object -> object.podSpec().node() != null))
                .filteredOn(object -> Boolean.TRUE.equals(
                        object.podSpec().at("automountServiceAccountToken").node()))
                .extracting(Rendered::name)
                .containsExactly("vedette-webhook");
        assertThat(find(objects, "ValidatingWebhookConfiguration", "vedette-webhook")
                        .at("webhooks", 1, "rules")
                        .items())
                .flatExtracting(rule -> rule.at("resources").items())
                .contains(new Rendered("namespaces"));
    }

    @Test
    void onlyPodsWaitForAWebhookThatIsToFailClosed() {
        Rendered webhooks = Chart.object(
                        Map.of("webhook.failurePolicy", "Fail"), "ValidatingWebhookConfiguration", "vedette-webhook")
                .at("webhooks");

        assertThat(webhooks.at(0, "failurePolicy").node()).isEqualTo("Fail");
        assertThat(webhooks.at(0, "clientConfig", "service", "path").node()).isEqualTo("/validate/pods");
        assertThat(webhooks.at(0, "rules").items())
                .flatExtracting(rule -> rule.at("resources").items())
                .containsExactly(new Rendered("pods"), new Rendered("pods/ephemeralcontainers"));
        assertThat(webhooks.at(1, "failurePolicy").node()).isEqualTo("Ignore");
        assertThat(webhooks.at(1, "clientConfig", "service", "path").node()).isEqualTo("/validate");
    }

    @Test
    void theWebhookLeavesItsOwnNamespaceOutAndDoesNotStopAClusterThatIsWithoutIt() {
        Rendered webhook = Chart.object(DEFAULTS, "ValidatingWebhookConfiguration", "vedette-webhook")
                .at("webhooks", 0);

        assertThat(webhook.at("failurePolicy").node()).isEqualTo("Ignore");
        assertThat(webhook.at("namespaceSelector", "matchExpressions", 0, "values")
                        .node())
                .isEqualTo(List.of("security", "kube-system"));
        assertThat(webhook.at("clientConfig", "caBundle").node().toString()).isNotBlank();
    }

    @Test
    void theWebhookIsTrustedByTheAuthorityThatSignedItsCertificate() {
        List<Rendered> objects = Chart.objects(DEFAULTS);
        Object bundle = find(objects, "ValidatingWebhookConfiguration", "vedette-webhook")
                .at("webhooks", 0, "clientConfig", "caBundle")
                .node();

        assertThat(find(objects, "Secret", "vedette-webhook-tls")
                        .at("data", "ca.crt")
                        .node())
                .isEqualTo(bundle);
    }

    @Test
    void policiesReachTheSensorAndTheWebhookAndAChangeRestartsThem() {
        Map<String, String> values = Map.of("policies.house\\.yaml", "kind: Policy");

        assertThat(Chart.object(values, "ConfigMap", "vedette-policies")
                        .at("data", "house.yaml")
                        .node())
                .isEqualTo("kind: Policy");
        assertThat(mount(sensor(values), "policies").at("mountPath").node()).isEqualTo("/etc/vedette/policies");
        assertThat(policyMark(values)).isNotEqualTo(policyMark(DEFAULTS));
    }

    @Test
    void everyPodIsClosedOffByANetworkPolicy() {
        assertThat(Chart.objects(DEFAULTS).stream()
                        .filter(object -> object.kind().equals("NetworkPolicy"))
                        .map(Rendered::name))
                .containsExactlyInAnyOrder("vedette-sensor", "vedette-console", "vedette-webhook");
    }

    @ParameterizedTest
    @CsvSource({"sensor.enabled", "console.enabled", "webhook.enabled", "networkPolicy.enabled"})
    void eachPartCanBeLeftOut(String part) {
        assertThat(Chart.objects(Map.of(part, "false")))
                .hasSizeLessThan(Chart.objects(DEFAULTS).size());
    }

    @ParameterizedTest
    @CsvSource({
        "webhook.mode,sometimes",
        "webhook.timeoutSeconds,60",
        "webhook.clientCa,/etc/ca.crt",
        "image.digest,latest",
        "sensor.privileged,true",
        "sensor.clusterPolicies.enabled,perhaps",
        "sensor.kafka.bootstrapServers,broker",
        "webhook.kafka.bootstrapServers,broker",
    })
    void refusesValuesThatMakeNoSense(String name, String value) {
        assertThatThrownBy(() -> Chart.render(Map.of(name, value)))
                .hasMessageContaining("don't meet the specifications of the schema");
    }

    private static Rendered sensor(Map<String, String> values) {
        return Chart.object(values, "DaemonSet", "vedette-sensor").podSpec().at("containers", 0);
    }

    private static Object policyMark(Map<String, String> values) {
        return Chart.object(values, "DaemonSet", "vedette-sensor")
                .at("spec", "template", "metadata", "annotations", "vedette.dev/policies")
                .node();
    }

    private static Rendered mount(Rendered container, String name) {
        return container.at("volumeMounts").items().stream()
                .filter(mount -> name.equals(mount.at("name").node()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no mount named " + name));
    }

    private static Rendered find(List<Rendered> objects, String kind, String name) {
        return objects.stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

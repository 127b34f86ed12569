package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.admitted.AccessJson;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways into pods that an API server asks the webhook about. */
class WaysInTest {
    private static final String DEBUGGING = """
            {"kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"main","image":"x"}],
             "ephemeralContainers":[{"name":"old","image":"x"},{"name":"look","image":"y","tty":true}]}}""";
    private static final String BEFORE = """
            {"kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"main","image":"x"}],
             "ephemeralContainers":[{"name":"old","image":"x"}]}}""";

    @RegisterExtension
    static final WebhookRange RANGE = new WebhookRange();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PodExecOptions        | {"command":["id","-u"],"container":"main","tty":true} | run a program with a terminal in the pod (id -u)
            PodExecOptions        | {"command":["ls"],"container":"main"}                 | run a program in the pod (ls)
            PodAttachOptions      | {"container":"main","stdin":true}                     | attach to the container's streams
            PodPortForwardOptions | {"ports":[80,443]}                                    | reach the pod's ports (80 443)
            PodProxyOptions       | {"path":"admin"}                                      | through the API server (admin)
            ServiceProxyOptions   | {"path":"admin"}                                      | reach the service
            NodeProxyOptions      | {"path":"run/shop/web/main"}                          | kubelet of the node (run/shop/web/main)
            """)
    void whoAsksIsWarnedByTheirName(String kind, String options, String what) throws Exception {
        WebhookClient client = client(false, Optional.empty());

        JsonNode answer = client.review(asked("CONNECT", kind, "jane", options, "null", ""));

        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.path("warnings").path(0).asText()).contains("VDT-1024", "jane", what);
    }

    @Test
    void aWorkloadThatWantsATerminalIsRefusedWhereFindingsDeny() throws Exception {
        WebhookClient client = client(true, Optional.empty());
        String terminal = "{\"command\":[\"sh\"],\"container\":\"main\",\"tty\":true}";

        JsonNode answer = client.review(
                asked("CONNECT", "PodExecOptions", "system:serviceaccount:shop:web", terminal, "null", ""));

        assertThat(answer.path("allowed").asBoolean(true)).isFalse();
        assertThat(answer.path("status").path("message").asText())
                .contains("VDT-1024", "system:serviceaccount:shop:web");
        assertThat(client.review(asked("CONNECT", "PodExecOptions", "jane", terminal, "null", ""))
                        .path("allowed")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aContainerForDebuggingIsToldWhenItIsNew() throws Exception {
        WebhookClient client = client(false, Optional.empty());

        JsonNode answer = client.review(
                asked("UPDATE", "Pod", "jane", DEBUGGING, BEFORE, "\"subResource\":\"ephemeralcontainers\","));

        assertThat(answer.path("warnings"))
                .map(JsonNode::asText)
                .filteredOn(warning -> warning.contains("VDT-1024"))
                .singleElement()
                .asString()
                .contains("put a container into the pod", "container look");
        assertThat(client.review(asked("UPDATE", "Pod", "jane", DEBUGGING, BEFORE, ""))
                        .toString())
                .doesNotContain("VDT-1024");
    }

    @Test
    void otherConnectionsAndTheWebhooksOwnNamespaceAreSilent() throws Exception {
        WebhookClient client = client(true, Optional.empty());

        assertThat(client.review(asked("CONNECT", "NoveltyOptions", "jane", "{}", "null", ""))
                        .toString())
                .doesNotContain("VDT");
        assertThat(client.review(asked("CREATE", "PodExecOptions", "jane", "{}", "null", ""))
                        .toString())
                .doesNotContain("VDT");
        assertThat(client.review(asked("CONNECT", "PodExecOptions", "jane", "{}", "null", "")
                                .replace("\"shop\"", "\"vedette\""))
                        .toString())
                .doesNotContain("VDT");
    }

    @Test
    void whatWasLetIsWrittenDownForSensors() throws Exception {
        Path file = folder.resolve("admissions.ndjson");
        WebhookClient client = client(true, Optional.of(file));
        String options = "{\"command\":[\"id\"],\"container\":\"main\"}";

        client.review(asked("CONNECT", "PodExecOptions", "jane", options, "null", ""));
        client.review(asked("CONNECT", "PodExecOptions", "system:anonymous", options, "null", ""));

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        AccessRequested asked = AccessJson.read(new JsonMapper().readTree(lines.getLast()));
        assertThat(asked.user()).isEqualTo("jane");
        assertThat(asked.groups()).containsExactly("system:authenticated");
        assertThat(asked.way()).isEqualTo(AccessRequested.Way.EXEC);
        assertThat(asked.detail()).isEqualTo("id");
        assertThat(asked.container().displayName()).isEqualTo("shop/web/main");
        assertThat(asked.epochNanos()).isPositive();
    }

    @Test
    void aRoleThatIsWidenedIsJudgedAgainAndARelabelledOneIsNot() throws Exception {
        WebhookClient client = client(true, Optional.empty());
        String role =
                "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"ClusterRole\",\"metadata\":{\"name\":\"r\"%s},"
                        + "\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"%s\"],\"verbs\":[\"get\"]}]}";
        String plain = role.formatted("", "pods");
        String wide = role.formatted("", "nodes/proxy");
        String relabelled = role.formatted(",\"labels\":{\"a\":\"b\"}", "nodes/proxy");

        assertThat(client.review(asked("UPDATE", "ClusterRole", "jane", wide, plain, ""))
                        .path("status")
                        .path("message")
                        .asText())
                .contains("VDT-1030", "/rules/0");
        assertThat(client.review(asked("UPDATE", "ClusterRole", "jane", relabelled, wide, ""))
                        .path("allowed")
                        .asBoolean())
                .isTrue();
    }

    private static String asked(
            String operation, String kind, String user, String object, String oldObject, String more) {
        return WebhookRange.review(operation, kind, "shop", object, oldObject)
                .replace(
                        "\"uid\":\"uid-1\",",
                        "\"uid\":\"uid-1\",\"name\":\"web\"," + more + "\"userInfo\":{\"username\":\"" + user
                                + "\",\"groups\":[\"system:authenticated\"]},");
    }

    private WebhookClient client(boolean enforce, Optional<Path> admissions) throws Exception {
        AdmissionWebhook webhook = RANGE.started(new WebhookSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                folder,
                List.of("localhost"),
                enforce,
                Severity.HIGH,
                "vedette",
                100_000,
                admissions,
                Optional.empty(),
                Optional.empty(),
                false,
                WebhookSettings.DEFAULT_ANSWER_WITHIN,
                PodTemplates.KNOWN));
        return RANGE.closing(new WebhookClient(folder.resolve("tls.crt"), webhook.port()));
    }
}

package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.admitted.AdmissionSeal;
import dev.vedette.policy.admitted.SealKeys;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.AdmittedPod;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Severity;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The webhook over TLS, with what an API server sends and makes of its answers. */
class SealedAdmissionTest {
    private static final String POD = """
            {"kind":"Pod","metadata":{"generateName":"web-"},"spec":{"containers":[{"name":"main","image":"x"}]}}""";

    private static Scanner scanner;

    @TempDir
    Path keys;

    private AdmissionWebhook webhook;
    private WebhookClient client;

    @BeforeAll
    static void loadRules() throws Exception {
        scanner = new Scanner(List.of(RuleBundle.builtIn(SealedAdmissionTest.class.getClassLoader())), PolicySet.NONE);
    }

    @AfterAll
    static void closeRules() {
        scanner.close();
    }

    @BeforeEach
    void start() throws Exception {
        webhook = new AdmissionWebhook(settings(keys.resolve("seal.key")), scanner);
        webhook.start();
        client = new WebhookClient(keys.resolve("tls.crt"), webhook.port());
    }

    @AfterEach
    void stop() {
        client.close();
        webhook.close();
    }

    @Test
    void aNewPodIsSealedWithWhatItIsAllowed() throws Exception {
        String seal = sealOf(POD);

        AdmittedPod pod = AdmissionSeal.open(
                        seal, SealKeys.publicKeys(keys.resolve("seal.key.pub")), "shop", "web-abcde")
                .orElseThrow();
        assertThat(pod.container("main").orElseThrow().privileged()).isFalse();
    }

    @Test
    void theSealedPodIsThenLetInWithoutAWord() throws Exception {
        JsonNode answer = validate(with(POD, sealOf(POD)));

        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.has("warnings")).isFalse();
    }

    @Test
    void aSealThatSomebodyBroughtAlongIsReplaced() throws Exception {
        JsonNode patch = patch(mutate(with(POD, "v1.mine.mine")));

        assertThat(patch.path(0).path("path").asText()).isEqualTo("/metadata/annotations/vedette.dev~1admitted");
        assertThat(patch.path(0).path("op").asText()).isEqualTo("add");
    }

    @Test
    void aPodThatIsChangedAfterItsSealIsSaid() throws Exception {
        String seal = sealOf(POD);
        String changed = with(POD, seal).replace("\"spec\":{", "\"spec\":{\"hostNetwork\":true,");

        assertThat(validate(changed).path("warnings").toString()).contains("changed after it was sealed");
        assertThat(validate(POD).path("warnings").toString()).contains("not sealed");
    }

    @Test
    void whatWouldBeDeniedIsNotSealed() throws Exception {
        String privileged = POD.replace("\"image\":\"x\"", "\"securityContext\":{\"privileged\":true}");

        JsonNode answer = mutate(privileged);

        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.has("patch")).isFalse();
        assertThat(validate(privileged).path("allowed").asBoolean(true)).isFalse();
    }

    @Test
    void updatesAndOtherKindsAreLeftAlone() throws Exception {
        assertThat(response("/mutate", review("UPDATE", "Pod", POD)).has("patch"))
                .isFalse();
        assertThat(response("/mutate", review("CREATE", "ConfigMap", "{\"kind\":\"ConfigMap\"}"))
                        .has("patch"))
                .isFalse();
        assertThat(client.post("/mutate", "garbage").statusCode()).isEqualTo(400);
    }

    @Test
    void aKeyThatIsNoneIsSaidAtTheStart() throws Exception {
        Path none = Files.writeString(keys.resolve("none"), "hello");

        assertThatThrownBy(() -> new AdmissionWebhook(settings(none), scanner).close())
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining(none.toString());
    }

    private WebhookSettings settings(Path sealKey) {
        return new WebhookSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                keys,
                List.of("localhost", "127.0.0.1"),
                true,
                Severity.HIGH,
                "vedette",
                100_000,
                Optional.empty(),
                Optional.of(sealKey));
    }

    private String sealOf(String pod) throws Exception {
        JsonNode change = patch(mutate(pod)).path(0);
        assertThat(change.path("path").asText()).isEqualTo("/metadata/annotations");
        return change.path("value").path(AdmissionSeal.ANNOTATION).asText();
    }

    private static JsonNode patch(JsonNode response) throws Exception {
        assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
        return new JsonMapper().readTree(response.path("patch").binaryValue());
    }

    private static String with(String pod, String seal) {
        return pod.replace(
                "\"generateName\"", "\"annotations\":{\"vedette.dev/admitted\":\"" + seal + "\"},\"generateName\"");
    }

    private JsonNode mutate(String pod) throws Exception {
        return response("/mutate", review("CREATE", "Pod", pod));
    }

    private JsonNode validate(String pod) throws Exception {
        return response("/validate", review("CREATE", "Pod", pod));
    }

    private JsonNode response(String path, String review) throws Exception {
        HttpResponse<String> response = client.post(path, review);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonMapper().readTree(response.body()).path("response");
    }

    private static String review(String operation, String kind, String object) {
        return """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"uid-1",
                 "kind":{"group":"","version":"v1","kind":"%s"},"namespace":"shop","operation":"%s",
                 "object":%s,"oldObject":null}}""".formatted(kind, operation, object);
    }
}

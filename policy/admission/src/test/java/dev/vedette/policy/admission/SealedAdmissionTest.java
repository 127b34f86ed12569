package dev.vedette.policy.admission;

import static dev.vedette.policy.admission.WebhookRange.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.admitted.AdmissionSeal;
import dev.vedette.policy.keys.SigningKeys;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.model.AdmittedPod;
import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The webhook over TLS, with what an API server sends and makes of its answers. */
class SealedAdmissionTest {
    private static final String POD = """
        {"kind":"Pod","metadata":{"generateName":"web-"},"spec":{"containers":[{"name":"main","image":"x"}]}}\
        """;

    @RegisterExtension
    static final WebhookRange RANGE = new WebhookRange();

    @TempDir
    Path keys;

    private WebhookClient client;

    @BeforeEach
    void start() throws Exception {
        AdmissionWebhook webhook = RANGE.started(settings(keys.resolve("seal.key")));
        client = RANGE.closing(new WebhookClient(keys.resolve("tls.crt"), webhook.port()));
    }

    @Test
    void aNewPodIsSealedWithWhatItIsAllowed() throws Exception {
        String seal = sealOf(POD);

        AdmittedPod pod = AdmissionSeal.open(
                        seal, SigningKeys.publicKeys(keys.resolve("seal.key.pub")), "shop", "web-abcde")
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
        assertThat(response("/mutate", review("UPDATE", "Pod", "shop", POD, "null"))
                        .has("patch"))
                .isFalse();
        assertThat(response("/mutate", review("CREATE", "ConfigMap", "shop", "{\"kind\":\"ConfigMap\"}", "null"))
                        .has("patch"))
                .isFalse();
        assertThat(client.post("/mutate", "garbage").statusCode()).isEqualTo(400);
    }

    @Test
    void aKeyThatIsNoneIsSaidAtTheStart() throws Exception {
        Path none = Files.writeString(keys.resolve("none"), "hello");
        Files.setPosixFilePermissions(none, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> RANGE.webhook(settings(none)))
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining(none.toString());
    }

    @Test
    void aDryRunIsNotSealedAndNotMissed() throws Exception {
        String dryRun = created(POD).replace("\"operation\"", "\"dryRun\":true,\"operation\"");

        assertThat(response("/mutate", dryRun).path("allowed").asBoolean()).isTrue();
        assertThat(response("/mutate", dryRun).has("patch")).isFalse();
        assertThat(response("/validate", dryRun).has("warnings")).isFalse();
    }

    @Test
    void aPodWhoseAnnotationsLeaveNoRoomIsLetInUnsealed() throws Exception {
        String full = "\"annotations\":{\"a\":\"" + "x".repeat((256 << 10) - 100) + "\"},\"generateName\"";

        JsonNode answer = mutate(POD.replace("\"generateName\"", full));

        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.has("patch")).isFalse();
        assertThat(answer.path("warnings").toString()).contains("not sealed", "too large");
    }

    @Test
    void withAnAuthorityForClientsOnlyThoseWithItsCertificateAreAnswered() throws Exception {
        ClientCertificate apiServer = ClientCertificate.issuedByItself("kube-apiserver");
        AdmissionWebhook webhook = RANGE.started(settings(
                "127.0.0.1", keys.resolve("seal.key"), Optional.of(apiServer.write(keys.resolve("clients.pem")))));

        client = RANGE.closing(
                new WebhookClient(keys.resolve("tls.crt"), webhook.port(), Optional.of(apiServer.identity())));
        assertThat(mutate(POD).has("patch")).isTrue();
        assertThat(validate(POD).path("allowed").asBoolean()).isTrue();

        client = RANGE.closing(new WebhookClient(keys.resolve("tls.crt"), webhook.port()));
        assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
        for (String path : new String[] {"/mutate", "/validate"}) {
            HttpResponse<String> refused = client.post(path, created(POD));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("certificate").doesNotContain("allowed");
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNone() throws Exception {
        Path authority = ClientCertificate.issuedByItself("kube-apiserver").write(keys.resolve("clients.pem"));
        AdmissionWebhook webhook =
                RANGE.started(settings("127.0.0.1", keys.resolve("seal.key"), Optional.of(authority)));
        ClientCertificate pretender = ClientCertificate.issuedByItself("kube-apiserver");
        client = RANGE.closing(
                new WebhookClient(keys.resolve("tls.crt"), webhook.port(), Optional.of(pretender.identity())));

        assertThatThrownBy(() -> client.post("/mutate", created(POD))).isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsSealedForWhoeverReachesAnOpenPort() {
        assertThatThrownBy(() -> RANGE.webhook(settings("0.0.0.0", keys.resolve("other.key"), Optional.empty())))
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining("give --client-ca");
        assertThat(keys.resolve("other.key")).doesNotExist();
        Path none = keys.resolve("none.pem");
        assertThatThrownBy(() -> RANGE.webhook(settings("0.0.0.0", keys.resolve("seal.key"), Optional.of(none))))
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining(none + " does not exist");
    }

    private WebhookSettings settings(Path sealKey) {
        return settings("127.0.0.1", sealKey, Optional.empty());
    }

    private WebhookSettings settings(String host, Path sealKey, Optional<Path> clientCa) {
        return new WebhookSettings(
                host,
                0,
                Optional.empty(),
                keys,
                List.of("localhost", "127.0.0.1"),
                true,
                Severity.HIGH,
                "vedette",
                WebhookSettings.DEFAULT_MAX_REQUEST_BYTES,
                Optional.empty(),
                Optional.of(sealKey),
                clientCa,
                false,
                WebhookSettings.DEFAULT_ANSWER_WITHIN,
                PodTemplates.KNOWN);
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
        return response("/mutate", created(pod));
    }

    private JsonNode validate(String pod) throws Exception {
        return response("/validate", created(pod));
    }

    private JsonNode response(String path, String review) throws Exception {
        HttpResponse<String> response = client.post(path, review);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonMapper().readTree(response.body()).path("response");
    }

    private static String created(String pod) {
        return review("CREATE", "Pod", "shop", pod, "null");
    }
}

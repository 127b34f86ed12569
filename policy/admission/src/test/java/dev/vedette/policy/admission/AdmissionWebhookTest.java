package dev.vedette.policy.admission;

import static dev.vedette.policy.admission.WebhookRange.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.model.Severity;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionWebhookTest {
    private static final String PRIVILEGED_POD = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop"},
         "spec":{"containers":[{"name":"main","image":"x","securityContext":{"privileged":true}}]}}\
        """;
    private static final String PLAIN_POD = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop"},
         "spec":{"containers":[{"name":"main","image":"x"}]}}\
        """;

    private static final String REVIEW =
            "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":";

    @RegisterExtension
    static final WebhookRange RANGE = new WebhookRange();

    @TempDir
    Path keys;

    private AdmissionWebhook webhook;
    private WebhookClient client;

    @Test
    void saysThatItIsThere() throws Exception {
        start(false);

        assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void inAuditModeAPrivilegedPodIsAllowedWithAWarning() throws Exception {
        start(false);

        JsonNode answer = client.review(review("CREATE", "Pod", "shop", PRIVILEGED_POD, "null"));

        assertThat(answer.path("uid").asText()).isEqualTo("uid-1");
        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.path("warnings").path(0).asText())
                .contains("VDT-1001", "container main", "/spec/containers/0/securityContext/privileged");
    }

    @Test
    void inEnforceModeAPrivilegedPodIsDeniedAndToldWhyEachTimeAnew() throws Exception {
        start(true);

        for (int attempt = 0; attempt < 2; attempt++) {
            JsonNode answer = client.review(review("CREATE", "Pod", "shop", PRIVILEGED_POD, "null"));

            assertThat(answer.path("uid").asText()).isEqualTo("uid-1");
            assertThat(answer.path("allowed").asBoolean(true)).isFalse();
            assertThat(answer.path("status").path("code").asInt()).isEqualTo(403);
            assertThat(answer.path("status").path("message").asText()).contains("VDT-1001", "container main");
        }
    }

    @Test
    void whatIsBelowTheThresholdOnlyWarns() throws Exception {
        start(true);
        String hostNetwork = PLAIN_POD.replace("\"spec\":{", "\"spec\":{\"hostNetwork\":true,");

        JsonNode answer = client.review(review("CREATE", "Pod", "shop", hostNetwork, "null"));

        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.path("warnings").path(0).asText()).contains("VDT-1003");
    }

    @Test
    void aPlainPodIsAllowedWithoutAWord() throws Exception {
        start(true);

        JsonNode answer = client.review(review("CREATE", "Pod", "shop", PLAIN_POD, "null"));

        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.has("warnings")).isFalse();
    }

    @Test
    void itsOwnNamespaceDeletionsAndKindsWithoutPodsAreLetThrough() throws Exception {
        start(true);

        List<String> reviews = List.of(
                review("CREATE", "Pod", "vedette", PRIVILEGED_POD, "null"),
                review("DELETE", "Pod", "shop", "null", PRIVILEGED_POD),
                review("CREATE", "ConfigMap", "shop", "{\"kind\":\"ConfigMap\",\"data\":{}}", "null"),
                review("CREATE", "Novelty", "shop", "{\"kind\":\"Novelty\",\"spec\":[1,2]}", "null"));
        for (String review : reviews) {
            assertThat(client.review(review).path("allowed").asBoolean())
                    .as(review)
                    .isTrue();
        }
    }

    @Test
    void anObjectWithoutKindAndNamespaceHasThoseOfTheRequest() throws Exception {
        start(true);
        String bare = "{\"spec\":{\"containers\":[{\"name\":\"m\",\"securityContext\":{\"privileged\":true}}]}}";

        assertThat(client.review(review("CREATE", "Pod", "shop", bare, "null"))
                        .path("allowed")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void anUpdateThatLeavesTheSpecificationAloneIsNotJudgedAgain() throws Exception {
        start(true);
        String relabelled = PRIVILEGED_POD.replace("\"name\":\"p\"", "\"name\":\"p\",\"labels\":{\"a\":\"b\"}");

        assertThat(client.review(review("UPDATE", "Pod", "shop", relabelled, PRIVILEGED_POD))
                        .path("allowed")
                        .asBoolean())
                .isTrue();
        assertThat(client.review(review("UPDATE", "Pod", "shop", PRIVILEGED_POD, PLAIN_POD))
                        .path("allowed")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void aPodThatCannotBeJudgedIsAllowedWithAWarning() throws Exception {
        start(true);
        String odd = PLAIN_POD.replace("[{\"name\":\"main\",\"image\":\"x\"}]", "\"none\"");

        JsonNode answer = client.review(review("CREATE", "Pod", "shop", odd, "null"));

        assertThat(answer.path("allowed").asBoolean()).isTrue();
        assertThat(answer.path("warnings").path(0).asText()).contains("could not judge", "/spec/containers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[]",
                "{}",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1beta1\"}",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{}}",
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":[",
                REVIEW + "{\"uid\":\"1\",\"kind\":{\"kind\":\"Pod\"},\"object\":[]}}",
                REVIEW + "{\"uid\":\"1\",\"kind\":{\"kind\":\"Pod\"},\"object\":\"{}\"}}",
                REVIEW + "{\"uid\":\"1\",\"object\":{\"spec\":{}},\"object\":{}}}",
                REVIEW + "{\"uid\":\"1\"}} {}",
            })
    void whatIsNoReviewIsRefusedWithOneSentence(String body) throws Exception {
        start(true);

        HttpResponse<String> response = client.post("/validate", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body().lines()).hasSize(1);
        assertThat(response.body()).doesNotContain("Exception");
        assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void aReviewThatIsTooLargeIsRefused() throws Exception {
        start(true);

        HttpResponse<String> response = client.post("/validate", " ".repeat(200_000));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void aReviewWhoseRestNeverComesIsRefusedLongBeforeAnIdleConnectionEnds() throws Exception {
        start(true);

        assertThat(client.postUnfinished("/validate", REVIEW, Duration.ofSeconds(8)))
                .contains("408");
        assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void aTakenPortIsSaidInOneSentence() throws Exception {
        start(false);

        assertThatThrownBy(RANGE.webhook(settings(false, webhook.port()))::start)
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + webhook.port());
    }

    private void start(boolean enforce) throws Exception {
        webhook = RANGE.started(settings(enforce, 0));
        client = RANGE.closing(new WebhookClient(keys.resolve("tls.crt"), webhook.port()));
    }

    private WebhookSettings settings(boolean enforce, int port) {
        return new WebhookSettings(
                "127.0.0.1",
                port,
                Optional.empty(),
                keys,
                List.of("localhost", "127.0.0.1"),
                enforce,
                Severity.HIGH,
                "vedette",
                100_000);
    }
}

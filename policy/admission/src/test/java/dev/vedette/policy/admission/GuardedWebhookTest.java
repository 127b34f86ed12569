package dev.vedette.policy.admission;

import static dev.vedette.policy.admission.WebhookRange.review;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.admission.standards.KnownCluster;
import dev.vedette.policy.admission.standards.StandardsReviewer;
import dev.vedette.policy.admission.standards.StandardsSettings;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.AdmissionDecision.Effect;
import dev.vedette.policy.model.AdmissionDecision.Ground;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.podsecurity.NamespaceDemands;
import dev.vedette.sensor.metrics.Metrics;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A webhook that judges by namespaces' labels, over TLS. */
class GuardedWebhookTest {
    private static final String HOST_POD = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},
         "spec":{"hostPID":true,"containers":[{"name":"main","image":"x"}]}}\
        """;

    @RegisterExtension
    static final WebhookRange RANGE = new WebhookRange();

    @TempDir
    Path keys;

    private final KnownCluster cluster =
            new KnownCluster(Map.of("shop", Map.of("pod-security.kubernetes.io/enforce", "baseline"), "lab", Map.of()));
    private final ConcurrentLinkedQueue<AdmissionDecision> heard = new ConcurrentLinkedQueue<>();
    private AdmissionWebhook webhook;
    private WebhookClient client;

    @Test
    void refusesWhatTheNamespaceForbidsAndTellsTheAuditLog() throws Exception {
        start(false, Duration.ofSeconds(20));

        JsonNode answer = pod("/validate/pods", "shop");

        assertThat(answer.path("allowed").asBoolean(true)).isFalse();
        assertThat(answer.path("status").path("message").asText()).contains("baseline:latest", "hostNamespaces");
        assertThat(answer.path("auditAnnotations").path("enforce-policy").asText())
                .isEqualTo("baseline:latest");
        assertThat(answer.path("auditAnnotations").path("findings").asText()).contains("VDT-1002");
        assertThat(pod("/validate/pods", "lab").path("allowed").asBoolean()).isTrue();
    }

    @Test
    void aPodOfAnUnknownNamespaceIsRefusedWhereThatIsToFailClosedAndLetInElsewhere() throws Exception {
        start(true, Duration.ofSeconds(20));

        JsonNode closed = pod("/validate/pods", "nowhere");
        JsonNode open = pod("/validate", "nowhere");

        assertThat(closed.path("allowed").asBoolean(true)).isFalse();
        assertThat(closed.path("status").path("message").asText()).contains("could not judge", "nowhere");
        assertThat(open.path("allowed").asBoolean()).isTrue();
        assertThat(open.path("warnings").toString()).contains("could not judge", "nowhere");
    }

    @Test
    void whatIsNotJudgedInTimeIsAnsweredAllTheSame() throws Exception {
        start(true, Duration.ofMillis(100));
        cluster.hang();

        // Each of them over the connection of the one before.
        for (int times = 0; times < 10; times++) {
            assertThat(pod("/validate/pods", "lab")
                            .path("status")
                            .path("message")
                            .asText())
                    .contains("in time");
            assertThat(pod("/validate", "lab").path("allowed").asBoolean()).isTrue();
        }
    }

    @Test
    void isReadyOnlyWhileTheClusterIsKnown() throws Exception {
        start(false, Duration.ofSeconds(20));
        assertThat(client.get("/readyz").statusCode()).isEqualTo(200);

        cluster.goAway();

        HttpResponse<String> response = client.get("/readyz");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("namespaces have not been listed");
        assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void countsWhatItAnswers() throws Exception {
        start(true, Duration.ofSeconds(20));
        pod("/validate/pods", "shop");
        pod("/validate/pods", "nowhere");
        client.post("/validate", "garbage");

        assertThat(client.get("/metrics").body())
                .contains("vedette_admission_reviews_total{path=\"/validate/pods\",answer=\"denied\",} 2.0")
                .contains("vedette_admission_unjudged_total{path=\"/validate/pods\",} 1.0")
                .contains("vedette_admission_refused_requests_total 1.0")
                .contains("vedette_admission_ready 1.0")
                .contains("vedette_admission_seconds_count");
    }

    @Test
    void tellsWhatItDecidesButNotOfADryRun() throws Exception {
        start(false, Duration.ofSeconds(20));
        client.review(review("CREATE", "Pod", "lab", HOST_POD, "null")
                .replace("\"uid\":\"uid-1\"", "\"uid\":\"u\",\"dryRun\":true"));
        assertThat(heard).isEmpty();

        pod("/validate", "shop");

        assertThat(heard).singleElement().satisfies(decision -> {
            assertThat(decision.outcome()).isEqualTo(AdmissionDecision.Outcome.DENIED);
            assertThat(decision.grounds())
                    .extracting(Ground::check, Ground::effect, Ground::title)
                    .contains(
                            tuple("hostNamespaces", Effect.DENIED, "Pod Security Standard baseline:latest"),
                            tuple("VDT-1002", Effect.WARNED, "The node's process namespace"));
        });
    }

    @Test
    void tellsWhatItCouldNotJudgeAndWhatCameOfIt() throws Exception {
        start(true, Duration.ofSeconds(20));
        pod("/validate/pods", "nowhere");
        pod("/validate", "nowhere");

        assertThat(heard)
                .extracting(AdmissionDecision::outcome, AdmissionDecision::allowed)
                .containsExactly(
                        tuple(AdmissionDecision.Outcome.UNJUDGED, false),
                        tuple(AdmissionDecision.Outcome.UNJUDGED, true));
        assertThat(heard).allSatisfy(decision -> assertThat(decision.unjudged()).contains("nowhere"));
    }

    @Test
    void servesTheCertificateThatHasTakenAnothersPlace() throws Exception {
        start(false, Duration.ofSeconds(20));
        Files.delete(keys.resolve("tls.crt"));
        webhook.refreshCertificates();

        try (WebhookClient trusting = new WebhookClient(keys.resolve("tls.crt"), webhook.port())) {
            assertThat(trusting.get("/healthz").statusCode()).isEqualTo(200);
        }
    }

    private JsonNode pod(String path, String namespace) throws Exception {
        return client.review(path, review("CREATE", "Pod", namespace, HOST_POD, "null"));
    }

    private void start(boolean failClosed, Duration answerWithin) throws Exception {
        WebhookSettings settings = new WebhookSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                keys,
                List.of("localhost"),
                false,
                Severity.HIGH,
                "vedette",
                100_000,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                failClosed,
                answerWithin,
                PodTemplates.KNOWN);
        StandardsReviewer standards = new StandardsReviewer(
                new StandardsSettings(NamespaceDemands.NONE, Set.of(), Set.of(), Set.of()), cluster);
        webhook = RANGE.started(
                settings, Optional.of(standards), new WebhookReports("node-a", new Metrics(), heard::add));
        client = RANGE.closing(new WebhookClient(keys.resolve("tls.crt"), webhook.port()));
    }
}

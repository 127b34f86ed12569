package dev.vedette.policy.admission;

import static dev.vedette.policy.admission.WebhookRange.review;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.admitted.SpecDigest;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.manifest.TemplatePath;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.AdmissionDecision.Asked;
import dev.vedette.policy.model.AdmissionDecision.Asker;
import dev.vedette.policy.model.AdmissionDecision.Ground;
import dev.vedette.policy.model.AdmissionDecision.Outcome;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a webhook tells of its decisions, and of kinds whose pods it was told where to find. */
class WebhookReportsTest {
    private static final String ASKER =
            "\"uid\":\"uid-1\",\"userInfo\":{\"username\":\"jane\",\"groups\":[\"developers\"]},";
    private static final String PASSWORD = "correct-horse-battery";

    @RegisterExtension
    static final WebhookRange RANGE = new WebhookRange();

    @TempDir
    Path keys;

    private final BlockingQueue<AdmissionDecision> decisions = new LinkedBlockingQueue<>();
    private WebhookClient client;

    @BeforeEach
    void start() throws Exception {
        WebhookSettings settings = new WebhookSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                keys,
                List.of("localhost"),
                true,
                Severity.HIGH,
                "vedette",
                100_000,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Duration.ofSeconds(20),
                PodTemplates.KNOWN.with(List.of(TemplatePath.parse("Fleet.example.com=spec.crews.*.pod"))));
        AdmissionWebhook webhook =
                RANGE.started(settings, Optional.empty(), new WebhookReports("node-a", new Metrics(), decisions::add));
        client = RANGE.closing(new WebhookClient(keys.resolve("tls.crt"), webhook.port()));
    }

    @Test
    void aDenialSaysWhoAskedForWhatAndOnWhichGroundsItWasRefused() throws Exception {
        String pod = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"web-","name":"web-x7k2p"},
             "spec":{"containers":[{"name":"main","image":"x","securityContext":{"privileged":true}}]}}\
            """;

        ask(review("CREATE", "Pod", "shop", pod, "null"));

        AdmissionDecision decision = decision();
        JsonNode spec = new com.fasterxml.jackson.databind.json.JsonMapper()
                .readTree(pod)
                .path("spec");
        assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.asker()).isEqualTo(new Asker("jane", List.of("developers")));
        assertThat(decision.asked())
                .isEqualTo(new Asked("CREATE", "Pod", "", "shop", "web-x7k2p", SpecDigest.of(spec)));
        assertThat(decision.grounds())
                .first()
                .isEqualTo(new Ground(
                        "VDT-1001",
                        "Privileged container",
                        Severity.HIGH,
                        AdmissionDecision.Effect.DENIED,
                        "main",
                        "/spec/containers/0/securityContext/privileged"));
        assertThat(decision.took()).isPositive();
        assertThat(decision.node()).isEqualTo("node-a");
    }

    @Test
    void whatIsNeverJudgedInItsOwnNamespaceIsToldAsExempt() throws Exception {
        ask(review("CREATE", "Pod", "vedette", "{\"spec\":{\"hostPID\":true,\"containers\":[]}}", "null"));

        assertThat(decision().exempt()).isEqualTo("own namespace");
    }

    @Test
    void noSecretOfAManifestOrACommandGetsIntoADecision() throws Exception {
        String pod = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"main","image":"x",
             "env":[{"name":"DB_PASSWORD","value":"%1$s"},{"name":"OTHER","value":["%1$s"]}],
             "args":["--password=%1$s"],"ports":[{"hostPort":"%1$s"}]}]}}\
            """.formatted(PASSWORD);
        ask(review("CREATE", "Pod", "shop", pod, "null"));
        String exec = "{\"kind\":\"PodExecOptions\",\"command\":[\"mysql\",\"-p" + PASSWORD + "\"],\"tty\":true}";
        ask(review("CONNECT", "PodExecOptions", "shop", exec, "null"));

        AdmissionDecision made = decision();
        AdmissionDecision entered = decision();
        assertThat(made.grounds()).extracting(Ground::check).contains("VDT-1021");
        assertThat(made.unjudged()).contains("/spec/containers/0/ports/0/hostPort is to be a whole number");
        assertThat(entered.grounds()).extracting(Ground::check).contains("VDT-1024");
        assertThat(List.of(text(made), text(entered)))
                .allSatisfy(text -> assertThat(text).doesNotContain(PASSWORD));
    }

    @Test
    void aCustomKindIsJudgedWhereItsPodsAreSaidToBe() throws Exception {
        String fleet = """
            {"apiVersion":"example.com/v1","kind":"Fleet","metadata":{"name":"north"},"spec":{"crews":{"deck":{"pod":{
             "spec":{"containers":[{"name":"main","image":"x","securityContext":{"privileged":true}}]}}}}}}\
            """;

        ask(review("CREATE", "Fleet", "shop", fleet, "null"));

        assertThat(decision().grounds())
                .extracting(Ground::pointer)
                .contains("/spec/crews/deck/pod/spec/containers/0/securityContext/privileged");
    }

    @Test
    void aPodIsJudgedByWhereItIsPutThoughItHasItsUidAlready() throws Exception {
        String pod = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","uid":"7d3c"},
             "spec":{"nodeName":"control-plane-1","containers":[{"name":"main","image":"x"}]}}\
            """;

        ask(review("CREATE", "Pod", "shop", pod, "null"));

        assertThat(decision().grounds()).extracting(Ground::check).contains("VDT-1026");
    }

    private void ask(String review) throws Exception {
        client.review(review.replace("\"uid\":\"uid-1\",", ASKER));
    }

    private AdmissionDecision decision() throws InterruptedException {
        AdmissionDecision decision = decisions.poll(10, TimeUnit.SECONDS);
        assertThat(decision).isNotNull();
        return decision;
    }

    private static String text(AdmissionDecision decision) {
        return new String(new FindingJson().encode(decision), StandardCharsets.UTF_8);
    }
}

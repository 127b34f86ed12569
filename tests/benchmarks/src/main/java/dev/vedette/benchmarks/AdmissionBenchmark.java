package dev.vedette.benchmarks;

import dev.vedette.policy.admission.AdmissionWebhook;
import dev.vedette.policy.admission.WebhookSettings;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.tls.TrustedFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How long reviews of pods take at a steady rate, by TLS over loopback, with all rules: each is due at its own time
 * whatever becomes of the earlier ones, and that it had to wait for others counts.
 */
final class AdmissionBenchmark implements Benchmark {
    private static final int PER_SECOND = 500;
    private static final long GAP = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final int WARM_UP_SECONDS = 10;
    private static final double GOAL_MILLIS = 5;
    private static final double GOAL_LONGEST_MILLIS = 100;

    private final Path keys;
    private final int seconds;

    AdmissionBenchmark(Stage stage, int seconds) {
        this.keys = stage.folder().resolve("webhook");
        this.seconds = seconds;
    }

    @Override
    public List<Figure> measure() throws Exception {
        Files.createDirectories(keys);
        try (Scanner scanner = new Scanner(
                        List.of(RuleBundle.builtIn(AdmissionBenchmark.class.getClassLoader())), PolicySet.NONE);
                AdmissionWebhook webhook = new AdmissionWebhook(settings(), scanner)) {
            webhook.start();
            try (HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting()).build()) {
                HttpRequest request = request(webhook.port());
                offer(client, request, WARM_UP_SECONDS);
                return figures(offer(client, request, seconds));
            }
        }
    }

    private static List<Figure> figures(Queue<Double> millis) {
        double most = Medians.quantile(millis, 0.99);
        double longest = Medians.quantile(millis, 1);
        String at = "review of a pod at " + PER_SECOND + "/s, ";
        return List.of(
                Figure.plain(at + "p50, ms", "%.2f", Medians.median(millis)),
                Figure.atMost(GOAL_MILLIS, most, at + "p99, ms", "%.2f", most),
                Figure.atMost(GOAL_LONGEST_MILLIS, longest, at + "longest, ms", "%.1f", longest));
    }

    /** The milliseconds from when each was due to its answer. */
    private static Queue<Double> offer(HttpClient client, HttpRequest request, int seconds) {
        Queue<Double> millis = new ConcurrentLinkedQueue<>();
        int count = seconds * PER_SECOND;
        CompletableFuture<?>[] answers = new CompletableFuture<?>[count];
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = began + i * GAP;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            answers[i] = client.sendAsync(request, BodyHandlers.ofString()).thenAccept(answer -> {
                millis.add((System.nanoTime() - due) / 1e6);
                check(answer);
            });
        }
        CompletableFuture.allOf(answers).join();
        return millis;
    }

    private static void check(HttpResponse<String> answer) {
        if (answer.statusCode() != 200 || !answer.body().contains("\"allowed\":true")) {
            throw new IllegalStateException("an honest pod was answered: " + answer.body());
        }
    }

    private static HttpRequest request(int port) {
        String review = """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "1",
             "kind": {"version": "v1", "kind": "Pod"}, "namespace": "shop", "operation": "CREATE", "object": %s}}
            """.formatted(Manifests.pod());
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/validate"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(review))
                .build();
    }

    private SSLContext trusting() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(new TrustedFile(keys.resolve("tls.crt")).keyStore());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    private WebhookSettings settings() {
        return new WebhookSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                keys,
                List.of("localhost"),
                true,
                Severity.HIGH,
                "",
                WebhookSettings.DEFAULT_MAX_REQUEST_BYTES);
    }
}

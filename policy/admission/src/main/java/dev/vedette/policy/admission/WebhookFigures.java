package dev.vedette.policy.admission;

import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.sensor.metrics.Metrics;
import java.time.Duration;

/** How many reviews were answered how, and how long that took. Thread-safe. */
final class WebhookFigures {
    private static final double[] SECONDS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5};
    private static final double NANOS = 1e9;

    private final Metrics metrics;
    private final Metrics.Counter reviews;
    private final Metrics.Counter refused;
    private final Metrics.Counter unjudged;
    private final Metrics.Histogram seconds;

    /** @param metrics where they are kept, beside those of others */
    WebhookFigures(Metrics metrics, Readiness readiness) {
        this.metrics = metrics;
        this.reviews = metrics.counter(
                "vedette_admission_reviews_total", "Reviews answered: allowed or denied.", "path", "answer");
        this.refused = metrics.counter(
                "vedette_admission_refused_requests_total",
                "Requests that were no review, too large, or of strangers.");
        this.unjudged = metrics.counter(
                "vedette_admission_unjudged_total",
                "Reviews of which something could not be judged, or not in time.",
                "path");
        this.seconds = metrics.histogram("vedette_admission_seconds", "How long reviews took.", SECONDS, "path");
        metrics.gauge(
                "vedette_admission_ready",
                "1 if the self-test has passed and namespaces are known.",
                () -> readiness.problem().isPresent() ? 0 : 1);
    }

    void answered(String path, AdmissionAnswer answer, Duration took) {
        reviews.increment(path, answer.allowed() ? "allowed" : "denied");
        seconds.observe(took.toNanos() / NANOS, path);
        if (answer.audit().containsKey(AdmissionAnswer.UNJUDGED)) {
            unjudged.increment(path);
        }
    }

    void refused() {
        refused.increment();
    }

    String scrape() {
        return metrics.scrape();
    }
}

package dev.vedette.policy.admission;

import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.sensor.metrics.Metrics;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where a webhook tells what it does.
 *
 * @param node where it runs, as decisions name it
 * @param metrics keeps its figures, beside those of others
 * @param decisions is told of each review that was answered to be validated, dry runs apart; by any thread, several at once,
 *     and must not block
 */
public record WebhookReports(String node, Metrics metrics, Consumer<AdmissionDecision> decisions) {
    public WebhookReports {
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(metrics, "metrics is null");
        Objects.requireNonNull(decisions, "decisions is null");
    }

    /** Figures of its own, and nobody who hears of decisions. */
    public static WebhookReports none() {
        return new WebhookReports("", new Metrics(), decision -> {});
    }

    /** @param until when the answer had to be there: what takes long is left out of the decision afterwards */
    void decided(AdmissionRequest request, AdmissionAnswer answer, Duration took, Deadline until) {
        if (!request.dryRun()) {
            decisions.accept(Decisions.of(request, answer, node, took, until));
        }
    }
}

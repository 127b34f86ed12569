package dev.vedette.policy.admission.standards;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.podsecurity.NamespaceDemands;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges namespaces: labels that nobody can read are refused where they are new, and who demands more is told which pods that
 * are there would fail. Thread-safe.
 */
final class NamespaceReviewer {
    private final StandardsSettings settings;
    private final RelabelPreview preview;

    NamespaceReviewer(StandardsSettings settings, RelabelPreview preview) {
        this.settings = settings;
        this.preview = preview;
    }

    AdmissionAnswer review(AdmissionRequest request, Deadline until) {
        if (request.object() == null) {
            return AdmissionAnswer.ALLOWED;
        }
        NamespaceDemands demands = demands(request.object());
        NamespaceDemands before = request.isUpdate() ? demands(request.oldObject()) : settings.defaults();
        if (!demands.problems().isEmpty() && !demands.problems().equals(before.problems())) {
            return AdmissionAnswer.denied(Words.printable(String.join("; ", demands.problems())));
        }
        boolean asksMore = demands.enforce().mayFailWhatMeets(before.enforce());
        if (settings.exemptNamespaces().contains(name(request))) {
            return asksMore ? withoutEffect(name(request)) : AdmissionAnswer.ALLOWED;
        }
        return asksMore && request.isUpdate()
                ? AdmissionAnswer.ALLOWED.withWarnings(preview.warnings(name(request), demands.enforce(), until))
                : AdmissionAnswer.ALLOWED;
    }

    private static AdmissionAnswer withoutEffect(String namespace) {
        return AdmissionAnswer.exempt("namespace")
                .withWarnings(List.of("Vedette: the namespace " + Words.printable(namespace)
                        + " is exempt, so what its labels demand is not asked of its pods"));
    }

    private static String name(AdmissionRequest request) {
        return request.name().isEmpty()
                ? request.object().path("metadata").path("name").asText()
                : request.name();
    }

    private NamespaceDemands demands(JsonNode namespace) {
        Map<String, String> labels = new HashMap<>();
        namespace
                .path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return NamespaceDemands.of(labels, settings.defaults());
    }
}

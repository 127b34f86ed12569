package dev.vedette.policy.admission.standards;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.manifest.JsonObjects;
import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.manifest.Workloads;
import dev.vedette.policy.model.AdmissionDecision.Effect;
import dev.vedette.policy.model.AdmissionDecision.Ground;
import dev.vedette.policy.podsecurity.NamespaceDemands;
import dev.vedette.policy.podsecurity.PodSecurityDemand;
import dev.vedette.policy.podsecurity.PodSecurityLevel;
import dev.vedette.policy.podsecurity.PodSecurityVersion;
import dev.vedette.policy.podsecurity.PodSecurityViolation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges pods, and what makes them, by what their namespace demands.
 *
 * <p>A pod is refused by what is enforced, and warned of and audited by the rest; what makes pods is only warned of and
 * audited, since something may change its pods before they are made. What has to be known and is not, as the namespace's
 * labels, is {@linkplain AdmissionAnswer#unjudged() unjudged}. Thread-safe.
 */
public final class StandardsReviewer {
    private static final String ORIGIN = "admission";

    /** They have checks of their own, or change nothing that is judged; any other one is taken for a pod. */
    private static final Set<String> NOT_JUDGED =
            Set.of("exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status");

    private final StandardsSettings settings;
    private final Cluster cluster;
    private final PodTemplates templates;
    private final NamespaceReviewer namespaces;

    /** For pods where they are known to be in their kinds. */
    public StandardsReviewer(StandardsSettings settings, Cluster cluster) {
        this(settings, cluster, PodTemplates.KNOWN);
    }

    /** @param templates where kinds keep their pods */
    public StandardsReviewer(StandardsSettings settings, Cluster cluster, PodTemplates templates) {
        this.settings = settings;
        this.cluster = cluster;
        this.templates = templates;
        this.namespaces = new NamespaceReviewer(settings, new RelabelPreview(cluster, settings));
    }

    /** Whether namespaces are known, so that it can judge. */
    public boolean isReady() {
        return cluster.isKnown();
    }

    /** @param until when the answer has to be there; only looking through a namespace's pods would take longer */
    public AdmissionAnswer review(AdmissionRequest request, Deadline until) {
        if (!request.operation().equals("CREATE") && !request.operation().equals("UPDATE")) {
            return AdmissionAnswer.ALLOWED;
        }
        if (request.isOfPods()) {
            return NOT_JUDGED.contains(request.subResource())
                    ? AdmissionAnswer.ALLOWED
                    : unlessExempt(request, demands -> pod(request, demands));
        }
        if (!request.subResource().isEmpty()) {
            return AdmissionAnswer.ALLOWED;
        }
        if (request.kind().equals("Namespace")) {
            return namespaces.review(request, until);
        }
        return makesPods(request)
                ? unlessExempt(request, demands -> controller(request, demands))
                : AdmissionAnswer.ALLOWED;
    }

    private boolean makesPods(AdmissionRequest request) {
        if (request.object() == null) {
            return false;
        }
        Manifest manifest = manifest(request.kind(), request);
        return !manifest.templates().isEmpty()
                || !Workloads.in(manifest, new FieldReader(ORIGIN)).all().isEmpty();
    }

    /**
     * Whether the checks know a bad pod from a good one.
     *
     * @param bad fails the baseline
     * @param good meets the restricted standard
     */
    public boolean tells(JsonNode bad, JsonNode good) {
        return fails(bad, PodSecurityLevel.BASELINE) && !fails(good, PodSecurityLevel.RESTRICTED);
    }

    private static boolean fails(JsonNode pod, PodSecurityLevel level) {
        Manifest manifest = Manifest.of(ORIGIN, "Pod", JsonObjects.located(pod));
        return Workloads.in(manifest, new FieldReader(ORIGIN)).all().stream()
                .anyMatch(workload -> !new Judgements(workload)
                        .by(new PodSecurityDemand(level, PodSecurityVersion.LATEST))
                        .isEmpty());
    }

    private interface Judge {
        AdmissionAnswer by(NamespaceDemands demands);
    }

    private AdmissionAnswer unlessExempt(AdmissionRequest request, Judge judge) {
        Optional<String> exemption = settings.exemption(request.namespace(), request.user());
        if (exemption.isPresent()) {
            return AdmissionAnswer.exempt(exemption.get());
        }
        try {
            Optional<Map<String, String>> labels = cluster.labels(request.namespace());
            return labels.isPresent()
                    ? judge.by(NamespaceDemands.of(labels.get(), settings.defaults()))
                    : AdmissionAnswer.unjudged("what the namespace " + Words.printable(request.namespace())
                            + " demands is not known: the API server does not name it");
        } catch (IOException e) {
            return AdmissionAnswer.unjudged("what the namespace " + Words.printable(request.namespace())
                    + " demands is not known: " + e.getMessage());
        }
    }

    private AdmissionAnswer pod(AdmissionRequest request, NamespaceDemands demands) {
        if (demands.demandNothing()) {
            return AdmissionAnswer.ALLOWED;
        }
        if (request.object() == null) {
            return AdmissionAnswer.unjudged("the review has no pod");
        }
        if (request.isUpdate() && !new PodUpdate(request.object(), request.oldObject()).matters()) {
            return AdmissionAnswer.ALLOWED;
        }
        return workload("Pod", request, demands, true);
    }

    private AdmissionAnswer controller(AdmissionRequest request, NamespaceDemands demands) {
        boolean asksNothing = demands.warn().isNone()
                && demands.audit().isNone()
                && demands.problems().isEmpty();
        return asksNothing ? AdmissionAnswer.ALLOWED : workload(request.kind(), request, demands, false);
    }

    private AdmissionAnswer workload(
            String kind, AdmissionRequest request, NamespaceDemands demands, boolean enforced) {
        FieldReader fields = new FieldReader(ORIGIN);
        Manifest manifest = manifest(kind, request);
        Workloads workloads = Workloads.in(manifest, fields);
        if (!enforced && workloads.hasNoTemplate()) {
            return AdmissionAnswer.ALLOWED;
        }
        if (workloads.all().isEmpty()) {
            return AdmissionAnswer.ALLOWED
                    .withUnjudged(fields.problems().stream()
                            .map(ManifestProblem::message)
                            .toList())
                    .and(AdmissionAnswer.unjudged("the " + kind + " has no pod's specification"));
        }
        return workloads.all().stream()
                .map(workload ->
                        settings.exemptRuntimeClasses().contains(fields.text(workload.podSpec(), "runtimeClassName"))
                                ? AdmissionAnswer.exempt("runtimeClass")
                                : answer(new Judgements(workload), demands, enforced))
                .reduce(AdmissionAnswer.ALLOWED, AdmissionAnswer::and);
    }

    private Manifest manifest(String kind, AdmissionRequest request) {
        return Manifest.of(ORIGIN, kind, JsonObjects.located(request.object()), templates);
    }

    private static AdmissionAnswer answer(Judgements judgements, NamespaceDemands demands, boolean enforced) {
        AdmissionAnswer answer = AdmissionAnswer.ALLOWED;
        if (!demands.problems().isEmpty()) {
            answer = answer.withAudit(Map.of("error", Words.printable(String.join("; ", demands.problems()))));
        }
        if (enforced) {
            answer = answer.withAudit(Map.of("enforce-policy", demands.enforce().toString()));
            List<PodSecurityViolation> violations = judgements.by(demands.enforce());
            if (!violations.isEmpty()) {
                answer = answer.withGrounds(grounds(violations, demands.enforce(), Effect.DENIED));
                answer = answer.and(AdmissionAnswer.denied("the pod " + Words.failing(demands.enforce(), violations)));
            }
        }
        List<PodSecurityViolation> audited = judgements.by(demands.audit());
        if (!audited.isEmpty()) {
            answer = answer.withAudit(Map.of("audit-violations", Words.failing(demands.audit(), audited)))
                    .withGrounds(grounds(audited, demands.audit(), Effect.AUDITED));
        }
        // Who is refused has been told already.
        if (answer.allowed()) {
            answer = answer.withWarnings(warnings(judgements, demands.warn(), enforced ? "the pod" : "a pod of it"))
                    .withGrounds(grounds(judgements.by(demands.warn()), demands.warn(), Effect.WARNED));
        }
        return answer.withUnjudged(judgements.problems());
    }

    private static List<Ground> grounds(
            List<PodSecurityViolation> violations, PodSecurityDemand demand, Effect effect) {
        return violations.stream()
                .map(violation -> new Ground(
                        violation.check(),
                        "Pod Security Standard " + demand,
                        violation.level().severity(),
                        effect,
                        "",
                        violation.where().pointer()))
                .toList();
    }

    private static List<String> warnings(Judgements judgements, PodSecurityDemand warned, String subject) {
        List<PodSecurityViolation> violations = judgements.by(warned);
        return violations.isEmpty()
                ? List.of()
                : List.of("Vedette: " + subject + " " + Words.failing(warned, violations));
    }
}

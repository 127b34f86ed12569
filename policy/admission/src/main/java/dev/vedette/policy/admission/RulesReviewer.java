package dev.vedette.policy.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.manifest.JsonObjects;
import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.Finding;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the rules judge what a request asks for. As thread-safe as the scanner: one after the other. */
final class RulesReviewer {
    private static final Logger LOG = LoggerFactory.getLogger(RulesReviewer.class);
    private static final String ORIGIN = "admission";

    private final Scanner scanner;
    private final AdmissionPolicy policy;
    private final PodTemplates templates;

    /** @param templates where kinds keep their pods */
    RulesReviewer(Scanner scanner, AdmissionPolicy policy, PodTemplates templates) {
        this.scanner = scanner;
        this.policy = policy;
        this.templates = templates;
    }

    /** What is said of the object, and of the ways in that are asked for with it. */
    AdmissionAnswer review(AdmissionRequest request, List<AccessRequested> ways) {
        AdmissionAnswer ofObject = judge(request);
        return ways.isEmpty() ? ofObject : ofObject.and(judge(ways));
    }

    private AdmissionAnswer judge(List<AccessRequested> ways) {
        List<Finding> findings;
        try {
            findings = ways.stream().flatMap(way -> scanner.judge(way).stream()).toList();
        } catch (RuntimeException e) {
            LOG.error("could not judge {}", ways, e);
            return AdmissionAnswer.unjudged("the rules failed on the way in that is asked for");
        }
        AdmissionAnswer answer = policy.answer(findings);
        // The warning goes to whoever asks: somebody else should hear of it too.
        findings.forEach(found -> LOG.warn(
                "{} {} {} of {}: {}",
                answer.allowed() ? "allowed" : "denied",
                found.ruleId(),
                found.severity().label(),
                found.container().displayName(),
                found.message()));
        return answer.withAudit(audit(findings));
    }

    private AdmissionAnswer judge(AdmissionRequest request) {
        if (request.object() == null || request.leavesSpecAlone()) {
            return AdmissionAnswer.ALLOWED;
        }
        ScanReport report;
        try {
            Manifest manifest = Manifest.of(ORIGIN, request.kind(), JsonObjects.located(judged(request)), templates);
            report = scanner.judge(new ManifestSet(List.of(manifest), List.of()));
        } catch (RuntimeException e) {
            LOG.error("could not judge {} {}", request.kind(), request.uid(), e);
            return AdmissionAnswer.unjudged("the rules failed on this " + request.kind());
        }
        return policy.answer(report.findings())
                .withAudit(audit(report.findings()))
                .withUnjudged(
                        report.problems().stream().map(ManifestProblem::message).toList());
    }

    /**
     * What is being made has its uid by then, and is put nowhere yet; with one the rules would take it for what runs (source:
     * k8s.io/apiserver, pkg/registry/rest/create.go, BeforeCreate).
     */
    private static JsonNode judged(AdmissionRequest request) {
        if (!request.operation().equals("CREATE")
                || !(request.object() instanceof ObjectNode object)
                || !(object.get("metadata") instanceof ObjectNode metadata)) {
            return request.object();
        }
        JsonNode unmade = JsonNodeFactory.instance
                .objectNode()
                .<ObjectNode>setAll(metadata)
                .without("uid");
        return JsonNodeFactory.instance.objectNode().<ObjectNode>setAll(object).set("metadata", unmade);
    }

    private static Map<String, String> audit(List<Finding> findings) {
        return findings.isEmpty()
                ? Map.of()
                : Map.of(
                        "findings",
                        findings.stream().map(Finding::ruleId).collect(Collectors.toCollection(TreeSet::new)).stream()
                                .collect(Collectors.joining(" ")));
    }
}

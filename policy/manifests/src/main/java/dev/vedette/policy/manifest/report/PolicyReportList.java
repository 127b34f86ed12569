package dev.vedette.policy.manifest.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.PrintableJson;
import dev.vedette.policy.manifest.result.ScanResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * For clusters: a list that {@code kubectl apply -f -} takes, with a PolicyReport for each namespace, one without for objects
 * that leave theirs to whoever applies them, and a ClusterPolicyReport for what is of no namespace.
 *
 * <p>Source of the form: kubernetes-sigs/wg-policy-prototypes, wgpolicyk8s.io/v1alpha2.
 */
public final class PolicyReportList implements Report {
    private static final String VERSION = "wgpolicyk8s.io/v1alpha2";

    private final JsonMapper json = PrintableJson.mapper();

    @Override
    public void write(ScanResult result, Appendable out) throws IOException {
        ObjectNode root = json.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        ArrayNode items = root.putArray("items");
        SortedMap<PolicyReportScope, List<PolicyReportEntry>> reports = PolicyReportEntry.of(result);
        reports.forEach((scope, entries) -> put(result, scope, entries, items.addObject()));
        out.append(json.writerWithDefaultPrettyPrinter().writeValueAsString(root))
                .append('\n');
    }

    private static void put(
            ScanResult result, PolicyReportScope scope, List<PolicyReportEntry> entries, ObjectNode report) {
        report.put("apiVersion", VERSION).put("kind", scope.kind());
        ObjectNode metadata = report.putObject("metadata")
                .put("name", "vedette-scan-" + result.judge().label());
        if (!scope.namespace().isEmpty()) {
            metadata.put("namespace", scope.namespace());
        }
        ObjectNode summary = report.putObject("summary");
        for (PolicyReportEntry.Outcome outcome : PolicyReportEntry.Outcome.values()) {
            summary.put(
                    outcome.label(),
                    entries.stream().filter(entry -> entry.outcome() == outcome).count());
        }
        ArrayNode results = report.putArray("results");
        entries.forEach(entry -> put(entry, results.addObject()));
    }

    private static void put(PolicyReportEntry entry, ObjectNode result) {
        result.put("source", "vedette")
                .put("policy", entry.policy())
                .put("result", entry.outcome().label());
        if (!entry.severity().isEmpty()) {
            result.put("severity", entry.severity());
        }
        if (!entry.message().isEmpty()) {
            result.put("message", entry.message());
        }
        entry.object()
                .ifPresent(object -> putObject(
                        Map.of("kind", object.kind(), "namespace", object.namespace(), "name", object.name()),
                        result.putArray("resources").addObject()));
        putObject(entry.properties(), result.putObject("properties"));
    }

    private static void putObject(Map<String, String> texts, ObjectNode node) {
        texts.entrySet().stream()
                .filter(text -> !text.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .forEach(text -> node.put(text.getKey(), text.getValue()));
    }
}

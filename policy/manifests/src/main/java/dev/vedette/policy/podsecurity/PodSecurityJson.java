package dev.vedette.policy.podsecurity;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.PrintableJson;
import dev.vedette.policy.manifest.JsonProblems;
import dev.vedette.policy.manifest.Workload;
import java.io.IOException;

/** A scan by a standard for programs: a finding for each field that fails, with the check's id, the field and its place. */
public final class PodSecurityJson {
    private final JsonMapper json = PrintableJson.mapper();

    public void write(PodSecurityReport report, Appendable out) throws IOException {
        ObjectNode root = json.createObjectNode();
        root.put("objects", report.manifests());
        ArrayNode findings = root.putArray("findings");
        report.findings().forEach(finding -> put(finding, findings.addObject()));
        JsonProblems.put(report.problems(), root);
        out.append(json.writerWithDefaultPrettyPrinter().writeValueAsString(root))
                .append('\n');
    }

    private static void put(PodSecurityFinding finding, ObjectNode node) {
        Workload workload = finding.workload();
        PodSecurityViolation violation = finding.violation();
        node.put("name", workload.name())
                .put("kind", workload.kind())
                .put("namespace", workload.namespace())
                .put("check", violation.check())
                .put("level", violation.level().label())
                .put("file", workload.file())
                .put("path", violation.where().pointer())
                .put("line", violation.where().line())
                .put("column", violation.where().column())
                .put("message", violation.message())
                .put("remedy", violation.remedy());
    }
}

package dev.vedette.policy.podsecurity;

import dev.vedette.policy.manifest.AlignedTable;
import dev.vedette.policy.manifest.ReportEnd;
import dev.vedette.policy.manifest.Workload;
import dev.vedette.policy.yaml.LocatedNode;
import java.io.IOException;

/** A scan by a standard for people: one line for each field that fails. */
public final class PodSecurityTable {
    public void write(PodSecurityReport report, Appendable out) throws IOException {
        AlignedTable table = new AlignedTable("LEVEL", "CHECK", "WHERE", "OBJECT", "WHAT");
        report.findings().forEach(finding -> add(finding, table));
        for (String line : table.lines()) {
            out.append(line).append('\n');
        }
        if (!report.findings().isEmpty()) {
            out.append('\n');
        }
        ReportEnd end = new ReportEnd(out);
        end.problems(report.problems());
        end.sum(
                report.manifests(),
                report.findings().size(),
                0,
                report.problems().size());
    }

    private static void add(PodSecurityFinding finding, AlignedTable table) {
        Workload workload = finding.workload();
        PodSecurityViolation violation = finding.violation();
        LocatedNode where = violation.where();
        String namespace = workload.namespace().isEmpty() ? "" : workload.namespace() + "/";
        table.add(
                violation.level().label(),
                violation.check(),
                workload.file() + ":" + where.line() + ":" + where.column(),
                workload.kind() + " " + namespace + workload.name(),
                violation.message() + " " + violation.remedy());
    }
}

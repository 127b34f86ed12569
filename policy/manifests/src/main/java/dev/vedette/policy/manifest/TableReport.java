package dev.vedette.policy.manifest;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Place;
import java.io.IOException;
import java.util.List;

/** A scan for people: one line a finding, aligned, then what could not be judged, then the sum. */
public final class TableReport {
    private static final String RESET = "\u001b[0m";

    private final boolean colour;

    /**
     * @param colour whether the reader is a terminal that shows colours
     */
    public TableReport(boolean colour) {
        this.colour = colour;
    }

    public void write(ScanReport report, Appendable out) throws IOException {
        AlignedTable table = new AlignedTable("SEVERITY", "RULE", "WHERE", "OBJECT", "WHAT");
        report.findings().forEach(finding -> add(finding, table));
        List<String> lines = table.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = i == 0
                    ? lines.get(i)
                    : coloured(lines.get(i), report.findings().get(i - 1), table.width(0));
            out.append(line).append('\n');
        }
        if (!lines.isEmpty()) {
            out.append('\n');
        }
        ReportEnd end = new ReportEnd(out);
        end.problems(report.problems());
        end.sum(
                report.manifests(),
                report.findings().size(),
                report.withheld().size(),
                report.problems().size());
    }

    private static void add(Finding finding, AlignedTable table) {
        Place place = finding.place();
        String where = place.line() == 0 ? place.file() : place.file() + ":" + place.line() + ":" + place.column();
        String namespace = place.namespace().isEmpty() ? "" : place.namespace() + "/";
        String container = finding.container().name();
        String object = place.kind() + " " + namespace + place.name() + (container.isEmpty() ? "" : " " + container);
        table.add(finding.severity().label(), finding.ruleId(), where, object, finding.message());
    }

    /** Only the severity is coloured; its word stays, so that nothing is said by colour alone. */
    private String coloured(String line, Finding finding, int width) {
        if (!colour) {
            return line;
        }
        String start = switch (finding.severity()) {
            case CRITICAL -> "\u001b[1;31m";
            case HIGH -> "\u001b[31m";
            case MEDIUM -> "\u001b[33m";
            case LOW -> "\u001b[36m";
            case INFO -> "\u001b[2m";
        };
        return start + line.substring(0, width) + RESET + line.substring(width);
    }
}

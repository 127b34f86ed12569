package dev.vedette.policy.manifest;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.PrintableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A scan for people: one line a finding, aligned, then what could not be judged, then the sum. */
public final class TableReport {
    private static final String RESET = "\u001b[0m";
    private static final List<String> HEADER = List.of("SEVERITY", "RULE", "WHERE", "OBJECT", "WHAT");

    /** Of a cell: all others of its column become as wide. */
    private static final int MOST = 1_024;

    private final boolean colour;

    /**
     * @param colour whether the reader is a terminal that shows colours
     */
    public TableReport(boolean colour) {
        this.colour = colour;
    }

    public void write(ScanReport report, Appendable out) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        report.findings().forEach(finding -> rows.add(row(finding)));
        if (!rows.isEmpty()) {
            int[] widths = widths(rows);
            out.append(line(HEADER, widths)).append('\n');
            for (int i = 0; i < rows.size(); i++) {
                String line = line(rows.get(i), widths);
                out.append(coloured(line, report.findings().get(i), widths[0])).append('\n');
            }
            out.append('\n');
        }
        for (ManifestProblem problem : report.problems()) {
            out.append("not judged: ")
                    .append(PrintableText.of(problem.toString(), 2 * MOST))
                    .append('\n');
        }
        out.append(sum(report)).append('\n');
    }

    private static List<String> row(Finding finding) {
        Place place = finding.place();
        String where = place.line() == 0 ? place.file() : place.file() + ":" + place.line() + ":" + place.column();
        String namespace = place.namespace().isEmpty() ? "" : place.namespace() + "/";
        String container = finding.container().name();
        String object = place.kind() + " " + namespace + place.name() + (container.isEmpty() ? "" : " " + container);
        return List.of(finding.severity().label(), finding.ruleId(), where, object, finding.message()).stream()
                .map(cell -> PrintableText.of(cell, MOST))
                .toList();
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEADER.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = HEADER.get(column).length();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            line.append(cells.get(column));
            if (column < cells.size() - 1) {
                line.repeat(' ', widths[column] - cells.get(column).length() + 2);
            }
        }
        return line.toString();
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

    private static String sum(ScanReport report) {
        StringBuilder sum = new StringBuilder();
        sum.append(count(report.manifests(), "object", "objects")).append(" read, ");
        sum.append(count(report.findings().size(), "finding", "findings"));
        if (!report.withheld().isEmpty()) {
            sum.append(", ").append(report.withheld().size()).append(" withheld by exceptions");
        }
        if (!report.problems().isEmpty()) {
            sum.append(", ").append(report.problems().size()).append(" not judged");
        }
        return sum.toString();
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}

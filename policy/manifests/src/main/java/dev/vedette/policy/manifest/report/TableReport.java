package dev.vedette.policy.manifest.report;

import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.model.Severity;
import java.io.IOException;
import java.util.List;

/** For people at a terminal: one line a finding, aligned, then what could not be judged, then the sum. */
public final class TableReport implements Report {
    private static final String RESET = "\u001b[0m";

    private final boolean colour;

    /**
     * @param colour whether the reader is a terminal that shows colours
     */
    public TableReport(boolean colour) {
        this.colour = colour;
    }

    @Override
    public void write(ScanResult result, Appendable out) throws IOException {
        Judge judge = result.judge();
        AlignedTable table = new AlignedTable(judge.levelHeading(), judge.checkHeading(), "WHERE", "OBJECT", "WHAT");
        result.findings()
                .forEach(finding -> table.add(
                        finding.level(), finding.check().id(), finding.where(), finding.subject(), finding.sentence()));
        List<String> lines = table.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = i == 0
                    ? lines.get(i)
                    : coloured(lines.get(i), result.findings().get(i - 1), table.width(0));
            out.append(line).append('\n');
        }
        if (!lines.isEmpty()) {
            out.append('\n');
        }
        for (String remark : ReportWords.remarks(result)) {
            out.append(remark).append('\n');
        }
        out.append(ReportWords.sum(result)).append('\n');
    }

    /** Only the severity is coloured; its word stays, so that nothing is said by colour alone. */
    private String coloured(String line, ScanFinding finding, int width) {
        return colour ? start(finding.severity()) + line.substring(0, width) + RESET + line.substring(width) : line;
    }

    private static String start(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "\u001b[1;31m";
            case HIGH -> "\u001b[31m";
            case MEDIUM -> "\u001b[33m";
            case LOW -> "\u001b[36m";
            case INFO -> "\u001b[2m";
        };
    }
}

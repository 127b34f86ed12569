package dev.vedette.policy.manifest.report;

import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import java.io.IOException;
import java.util.Locale;

/** For comments and summaries on code hosts: the sum, a table of findings, and what else should be known. */
public final class MarkdownReport implements Report {
    @Override
    public void write(ScanResult result, Appendable out) throws IOException {
        out.append("**").append(ReportWords.sum(result)).append("**\n");
        if (!result.findings().isEmpty()) {
            String level = heading(result.judge().levelHeading());
            String check = heading(result.judge().checkHeading());
            out.append("\n| ").append(level).append(" | ").append(check).append(" | Where | Object | What |\n");
            out.append("| --- | --- | --- | --- | --- |\n");
        }
        for (ScanFinding finding : result.findings()) {
            out.append(row(finding));
        }
        if (!result.problems().isEmpty() || !result.notices().isEmpty()) {
            out.append('\n');
        }
        for (String remark : ReportWords.remarks(result)) {
            out.append("- ").append(MarkdownText.of(remark)).append('\n');
        }
    }

    private static String row(ScanFinding finding) {
        return String.join(
                " | ",
                "| " + MarkdownText.of(finding.level()),
                MarkdownText.of(finding.check().id()),
                code(finding.where()),
                code(finding.subject()),
                MarkdownText.of(finding.sentence()) + " |\n");
    }

    private static String code(String text) {
        return "<code>" + MarkdownText.of(text) + "</code>";
    }

    private static String heading(String upperCase) {
        return upperCase.charAt(0) + upperCase.substring(1).toLowerCase(Locale.ROOT);
    }
}

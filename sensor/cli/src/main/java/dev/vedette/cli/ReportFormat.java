package dev.vedette.cli;

import dev.vedette.policy.manifest.report.GithubReport;
import dev.vedette.policy.manifest.report.JsonReport;
import dev.vedette.policy.manifest.report.JunitReport;
import dev.vedette.policy.manifest.report.MarkdownReport;
import dev.vedette.policy.manifest.report.PolicyReportList;
import dev.vedette.policy.manifest.report.Report;
import dev.vedette.policy.manifest.report.SarifReport;
import dev.vedette.policy.manifest.report.TableReport;
import dev.vedette.policy.manifest.result.SourcePaths;

/** How a scan's result can be written. */
enum ReportFormat {
    TABLE,
    JSON,
    SARIF,
    JUNIT,
    MARKDOWN,
    GITHUB,
    POLICYREPORT;

    Report report(SourcePaths paths) {
        return switch (this) {
            case TABLE -> new TableReport(Terminal.showsColour());
            case JSON -> new JsonReport();
            case SARIF -> new SarifReport(BuildVersion.current(), paths);
            case JUNIT -> new JunitReport(paths);
            case MARKDOWN -> new MarkdownReport();
            case GITHUB -> new GithubReport(paths);
            case POLICYREPORT -> new PolicyReportList();
        };
    }
}

package dev.vedette.policy.manifest.report;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.SourcePaths;
import dev.vedette.policy.model.PrintableText;
import java.io.IOException;

/**
 * For GitHub Actions: workflow commands, which become annotations at the lines of a pull request, and then the sum.
 *
 * <p>Source of the form and its escapes: docs.github.com, "Workflow commands for GitHub Actions", and actions/toolkit,
 * packages/core/src/command.ts.
 */
public final class GithubReport implements Report {
    private final SourcePaths paths;

    public GithubReport(SourcePaths paths) {
        this.paths = paths;
    }

    @Override
    public void write(ScanResult result, Appendable out) throws IOException {
        for (ScanFinding finding : result.findings()) {
            out.append(command(
                    Loudness.of(finding.severity()),
                    place(
                            finding.path(),
                            finding.place().line(),
                            finding.place().column()),
                    finding.check().id() + " " + finding.check().title(),
                    finding.subject() + ": " + finding.sentence()));
        }
        for (ManifestProblem problem : result.problems()) {
            out.append(command(
                    Loudness.ERROR,
                    place(paths.of(problem.file()), problem.line(), problem.column()),
                    "not judged",
                    problem.message()));
        }
        for (String notice : result.notices()) {
            out.append(command(Loudness.NOTE, "", "note", notice));
        }
        out.append(ReportWords.sum(result)).append('\n');
    }

    private static String place(String file, int line, int column) {
        String where = "file=" + property(file) + ",";
        return line == 0 ? where : where + "line=" + line + ",col=" + column + ",";
    }

    private static String command(Loudness loudness, String place, String title, String message) {
        return "::" + loudness.github() + " " + place + "title=" + property(title) + "::" + data(message) + "\n";
    }

    /** Line ends would end the command; {@link PrintableText} leaves none. */
    private static String data(String text) {
        return PrintableText.of(text).replace("%", "%25");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}

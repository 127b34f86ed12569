package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.report.AlignedTable;
import dev.vedette.policy.manifest.report.ReportWords;
import java.io.IOException;

/** What fixing came to, for people: a line for each change, a line for all that is left, then the sum. */
public final class FixTable {
    public void write(FixReport report, boolean dry, Appendable out) throws IOException {
        String word = dry ? "would fix" : "fixed";
        AlignedTable table = new AlignedTable("STATE", "RULE", "WHERE", "WHAT");
        for (FixedManifest file : report.files()) {
            file.done().forEach(done -> add(table, word, done.issue(), done.what()));
        }
        for (FixedManifest file : report.files()) {
            file.left()
                    .forEach(left ->
                            add(table, "left", left.issue(), left.issue().message() + " → " + left.hint()));
        }
        for (String line : table.lines()) {
            out.append(line).append('\n');
        }
        for (ManifestProblem problem : report.problems()) {
            out.append(ReportWords.notJudged(problem)).append('\n');
        }
        sum(report, word, out);
    }

    private static void add(AlignedTable table, String word, Issue issue, String what) {
        table.add(word, issue.rule(), issue.file() + ":" + issue.line() + ":" + issue.column(), what);
    }

    private static void sum(FixReport report, String word, Appendable out) throws IOException {
        long changed = report.files().stream().filter(FixedManifest::isChanged).count();
        int done = report.files().stream().mapToInt(file -> file.done().size()).sum();
        int left = report.files().stream().mapToInt(file -> file.left().size()).sum();
        out.append(
                word + ": " + done + " in " + changed + " of " + report.files().size() + " files; left: " + left);
        out.append(
                report.problems().isEmpty()
                        ? "\n"
                        : "; not judged or written: " + report.problems().size() + "\n");
    }
}

package dev.vedette.policy.manifest;

import dev.vedette.policy.model.PrintableText;
import java.io.IOException;
import java.util.List;

/** How reports for people end: what could not be judged, and the sum. */
public final class ReportEnd {
    private static final int MOST = 2_048;

    private final Appendable out;

    public ReportEnd(Appendable out) {
        this.out = out;
    }

    /** One line each. */
    public void problems(List<ManifestProblem> problems) throws IOException {
        for (ManifestProblem problem : problems) {
            out.append("not judged: ")
                    .append(PrintableText.of(problem.toString(), MOST))
                    .append('\n');
        }
    }

    /** One line. */
    public void sum(int manifests, int findings, int withheld, int problems) throws IOException {
        out.append(count(manifests, "object", "objects")).append(" read, ");
        out.append(count(findings, "finding", "findings"));
        if (withheld > 0) {
            out.append(", ").append(Integer.toString(withheld)).append(" withheld by exceptions");
        }
        if (problems > 0) {
            out.append(", ").append(Integer.toString(problems)).append(" not judged");
        }
        out.append('\n');
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}

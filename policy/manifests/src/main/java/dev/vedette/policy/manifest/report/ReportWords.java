package dev.vedette.policy.manifest.report;

import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.Withheld.Cause;
import dev.vedette.policy.model.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What reports for people say beside the findings. */
public final class ReportWords {
    private static final int MOST = 2_048;

    private ReportWords() {}

    /** What could not be judged, then what else should be known: a line each. */
    static List<String> remarks(ScanResult result) {
        return Stream.concat(
                        result.problems().stream().map(ReportWords::notJudged),
                        result.notices().stream().map(notice -> PrintableText.of("note: " + notice, MOST)))
                .toList();
    }

    /** What could not be judged, as one line. */
    public static String notJudged(ManifestProblem problem) {
        return PrintableText.of("not judged: " + problem, MOST);
    }

    /** How much of everything, in one line. */
    static String sum(ScanResult result) {
        List<String> parts = new ArrayList<>();
        parts.add(count(result.objects().size(), "object", "objects") + " read");
        parts.add(count(result.findings().size(), "finding", "findings"));
        addIfAny(result.withheld(Cause.EXCEPTION), "withheld by exceptions", parts);
        addIfAny(result.withheld(Cause.WAIVER) + result.withheld(Cause.ANNOTATION), "waived", parts);
        addIfAny(result.withheld(Cause.BASELINE), "in the baseline", parts);
        addIfAny(result.problems().size(), "not judged", parts);
        return String.join(", ", parts);
    }

    private static void addIfAny(long number, String what, List<String> parts) {
        if (number > 0) {
            parts.add(number + " " + what);
        }
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}

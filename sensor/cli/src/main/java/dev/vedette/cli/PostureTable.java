package dev.vedette.cli;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.config.ConfigProblem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node's posture on a terminal: what is wrong, why it is believed, and what to do. */
final class PostureTable {
    /** Told by the message, the place of the remedy, or of use to programs only. */
    private static final Set<String> NOT_SHOWN = Set.of("remedy", "component", "version", "records of");

    private final boolean colour;

    PostureTable(boolean colour) {
        this.colour = colour;
    }

    void print(List<Finding> findings, List<ConfigProblem> problems, PrintWriter out) {
        if (findings.isEmpty()) {
            out.println("posture  nothing found");
        }
        for (Finding finding : findings) {
            out.printf(
                    "%s  %s  %s%n",
                    Colours.of(
                            finding.severity(),
                            "%-8s".formatted(finding.severity().label()),
                            colour),
                    finding.ruleId(),
                    PrintableText.of(finding.message()));
            for (Map.Entry<String, String> evidence : finding.evidence().entrySet()) {
                if (!NOT_SHOWN.contains(evidence.getKey())) {
                    out.printf(
                            "          %s: %s%n",
                            PrintableText.of(evidence.getKey()), PrintableText.of(evidence.getValue()));
                }
            }
            String remedy = finding.evidence().get("remedy");
            if (remedy != null) {
                out.printf("          do: %s%n", PrintableText.of(remedy));
            }
        }
        for (ConfigProblem problem : problems) {
            out.printf("%s  %s%n", Colours.of(Severity.INFO, "unknown ", colour), PrintableText.of(problem.sentence()));
        }
        out.println();
    }
}

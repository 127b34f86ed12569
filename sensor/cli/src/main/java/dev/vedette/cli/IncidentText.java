package dev.vedette.cli;

import dev.vedette.policy.incident.Incident;
import dev.vedette.policy.incident.Incidents;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.sensor.outputs.FindingLine;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Shows incidents: each with how it began, whom it reached, and its findings in the order they happened. */
final class IncidentText {
    /** Of a line. */
    private static final int MOST = 1_024;

    private IncidentText() {}

    static void print(PrintWriter out, List<Finding> findings) {
        List<Incident> incidents = Incidents.of(findings);
        if (incidents.isEmpty()) {
            out.println("No incident: nothing that a process did is more than information.");
        }
        FindingLine line = new FindingLine(Terminal.showsColour(), ZoneId.systemDefault());
        for (Incident incident : incidents) {
            out.println(title(incident));
            out.println(PrintableText.of(
                    "  began with " + incident.cause().ruleId() + ": "
                            + incident.cause().message(),
                    MOST));
            incident.findings().forEach(finding -> out.println("  " + line.of(finding)));
            out.println();
        }
    }

    private static String title(Incident incident) {
        int count = incident.findings().size();
        String reach = incident.reach().isEmpty() ? "the node" : String.join(", ", incident.reach());
        return String.format(
                Locale.ROOT,
                "%s incident in %s: %d finding%s in %.1f s",
                incident.severity().label().toUpperCase(Locale.ROOT),
                PrintableText.of(reach, MOST),
                count,
                count == 1 ? "" : "s",
                incident.length().toMillis() / 1e3);
    }
}

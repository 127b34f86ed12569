package dev.vedette.cli;

import dev.vedette.policy.incident.Incident;
import dev.vedette.policy.incident.Incidents;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.sensor.outputs.FindingLine;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows incidents: how each began and whom it reached, and where wanted its findings in the order they happened. */
final class IncidentText {
    /** Of a line. */
    private static final int MOST = 1_024;

    private static final int MOST_IN_SUMMARY = 10;

    private IncidentText() {}

    static void print(PrintWriter out, List<Finding> findings) {
        List<Incident> incidents = Incidents.of(findings);
        if (incidents.isEmpty()) {
            out.println("No incident: nothing that a process did is more than information.");
        }
        FindingLine line = new FindingLine(Terminal.showsColour(), ZoneId.systemDefault());
        for (Incident incident : incidents) {
            out.println(title(incident));
            out.println("  " + beginning(incident));
            beyond(incident).ifPresent(words -> out.println("  " + words));
            incident.findings().forEach(finding -> out.println("  " + line.of(finding)));
            out.println();
        }
    }

    /** A few lines for each, after what was found; nothing where there is no incident. */
    static void summary(PrintWriter out, List<Finding> findings) {
        List<Incident> incidents = Incidents.of(findings);
        if (incidents.isEmpty()) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%n%d incident%s, the gravest first:%n",
                incidents.size(),
                incidents.size() == 1 ? "" : "s");
        incidents.stream().limit(MOST_IN_SUMMARY).forEach(incident -> {
            out.println("  " + title(incident));
            out.println("    " + beginning(incident));
            beyond(incident).ifPresent(words -> out.println("    " + words));
        });
        if (incidents.size() > MOST_IN_SUMMARY) {
            out.println("  and " + (incidents.size() - MOST_IN_SUMMARY) + " more");
        }
        out.println("  'vedette findings --incidents' shows the time line of each, 'vedette explain ID' one finding");
    }

    private static String beginning(Incident incident) {
        return shown("began with " + incident.cause().ruleId() + ": "
                + incident.cause().message());
    }

    /** What of its reach the title does not say. */
    private static Optional<String> beyond(Incident incident) {
        List<String> words = new ArrayList<>();
        if (incident.onHost() && !incident.reach().isEmpty()) {
            words.add("reached for the node");
        }
        if (incident.nodes().size() > 1) {
            words.add("on " + shown(String.join(", ", incident.nodes())));
        }
        if (!incident.credentials().isEmpty()) {
            words.add("credentials: " + shown(String.join(", ", incident.credentials())));
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
    }

    static String title(Incident incident) {
        int count = incident.findings().size();
        String reach = incident.reach().isEmpty() ? "the node" : String.join(", ", incident.reach());
        return String.format(
                Locale.ROOT,
                "%s incident %s in %s: %d finding%s in %.1f s",
                incident.severity().label().toUpperCase(Locale.ROOT),
                shortId(incident.id()),
                shown(reach),
                count,
                count == 1 ? "" : "s",
                incident.length().toMillis() / 1e3);
    }

    private static String shown(String text) {
        return PrintableText.of(text, MOST);
    }

    private static String shortId(String id) {
        return id.substring(0, Math.min(KnownFindings.SHORT_ID, id.length()));
    }
}

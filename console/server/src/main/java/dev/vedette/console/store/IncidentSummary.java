package dev.vedette.console.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.incident.Incident;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ResponseAction;
import java.util.List;

/** What the page shows of an incident. */
public final class IncidentSummary {
    /** How many containers, pods, nodes or credentials are named. */
    private static final int MOST_NAMED = 50;

    /** How many severities stand in a row's strip. */
    private static final int STRIP = 40;

    private IncidentSummary() {}

    /** The list's entry as JSON. */
    public static ObjectNode of(Incident incident) {
        ObjectNode to = JsonNodeFactory.instance.objectNode();
        Finding cause = incident.cause();
        to.put("id", incident.id());
        to.put("severity", incident.severity().label());
        to.put("count", incident.count());
        to.put("began", FindingSummary.isoTime(incident.findings().getFirst().epochNanos()));
        to.put("last", FindingSummary.isoTime(incident.lastEpochNanos()));
        to.put("seconds", incident.length().toMillis() / 1e3);
        to.set("cause", FindingSummary.of(cause));
        to.put("onHost", incident.onHost());
        to.put("recording", cause.origin() == Origin.RECORDING);
        named(to, "containers", incident.reach());
        named(to, "pods", incident.pods());
        named(to, "nodes", incident.nodes());
        named(to, "credentials", incident.credentials());
        ArrayNode strip = to.putArray("strip");
        incident.findings().stream()
                .limit(STRIP)
                .forEach(finding -> strip.add(finding.severity().label()));
        ArrayNode responses = to.putArray("responses");
        incident.findings().stream()
                .filter(finding -> finding.verdict().enforced())
                .map(finding -> finding.verdict().action())
                .filter(action -> action != ResponseAction.ALERT)
                .distinct()
                .forEach(action -> responses.add(action.label()));
        return to;
    }

    /** The same with the findings in the order they happened, as lists show them. */
    public static ObjectNode withTimeline(Incident incident) {
        ObjectNode to = of(incident);
        ArrayNode timeline = to.putArray("timeline");
        incident.findings().forEach(finding -> timeline.add(FindingSummary.of(finding)));
        to.put("leftOut", incident.leftOut());
        return to;
    }

    /** Whether each word, in lower case, occurs in one of its findings. */
    public static boolean matches(Incident incident, List<String> words) {
        return words.stream()
                .allMatch(word -> incident.findings().stream()
                        .anyMatch(finding -> FindingSummary.searched(finding).contains(word)));
    }

    private static void named(ObjectNode to, String name, List<String> words) {
        ArrayNode list = to.putArray(name);
        words.stream().limit(MOST_NAMED).forEach(list::add);
        to.put(name + "Count", words.size());
    }
}

package dev.vedette.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.PrintableJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.probes.FactStatus;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.posture.health.HealthItem;
import dev.vedette.sensor.report.ReportJson;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What the doctor says, for programs. Fields: {@code node}; {@code posture} with {@code id, severity, message, evidence,
 * remedy}; {@code notKnown} with {@code file, line, column, problem, notKnown}; {@code health} with {@code name, state, value,
 * advice}; {@code ladder} with {@code fact, rung, canDeny, limit, why} and {@code missing} with {@code probe, hook, why}, or
 * {@code noProbes} with the reason. What was not looked at is not there. The console gets the same from the sensor.
 */
final class DoctorJson {
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    DoctorJson(String node) {
        root.put("node", node);
    }

    void posture(List<Finding> findings, List<ConfigProblem> problems) {
        ArrayNode list = root.putArray("posture");
        findings.forEach(finding -> ReportJson.posture(finding, list.addObject()));
        ArrayNode unknown = root.putArray("notKnown");
        problems.forEach(problem -> ReportJson.problem(problem, unknown.addObject()));
    }

    void ladder(List<FactStatus> facts, List<ProbeStatus> probes) {
        ArrayNode ladder = root.putArray("ladder");
        facts.forEach(fact -> ReportJson.fact(fact, ladder.addObject()));
        ArrayNode missing = root.putArray("missing");
        probes.stream().filter(ProbeStatus::missing).forEach(probe -> ReportJson.missing(probe, missing.addObject()));
    }

    /** Why there is no ladder. */
    void noProbes(String why) {
        root.put("noProbes", why);
    }

    void health(List<HealthItem> items) {
        ArrayNode list = root.putArray("health");
        items.forEach(item -> ReportJson.health(item, list.addObject()));
    }

    String text() {
        try {
            return PrintableJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

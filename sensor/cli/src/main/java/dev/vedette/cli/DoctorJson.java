package dev.vedette.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.model.Finding;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.posture.health.HealthItem;
import java.util.List;

/**
 * What the doctor says, for programs. Fields: {@code node}; {@code posture} with {@code id, severity, message, evidence,
 * remedy}; {@code notKnown} with {@code file, line, column, problem, notKnown}; {@code health} with {@code name, state, value,
 * advice}. What was not looked at is not there.
 */
final class DoctorJson {
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    DoctorJson(String node) {
        root.put("node", node);
    }

    void posture(List<Finding> findings, List<ConfigProblem> problems) {
        ArrayNode list = root.putArray("posture");
        for (Finding finding : findings) {
            ObjectNode to = list.addObject()
                    .put("id", finding.ruleId())
                    .put("severity", finding.severity().label())
                    .put("message", finding.message());
            ObjectNode evidence = to.putObject("evidence");
            finding.evidence().forEach((name, value) -> {
                if (!name.equals("remedy")) {
                    evidence.put(name, value);
                }
            });
            to.put("remedy", finding.evidence().getOrDefault("remedy", ""));
        }
        ArrayNode unknown = root.putArray("notKnown");
        for (ConfigProblem problem : problems) {
            unknown.addObject()
                    .put("file", problem.file())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("problem", problem.message())
                    .put("notKnown", problem.notKnown());
        }
    }

    void health(List<HealthItem> items) {
        ArrayNode list = root.putArray("health");
        for (HealthItem item : items) {
            list.addObject()
                    .put("name", item.name())
                    .put("state", HealthTable.label(item.state()))
                    .put("value", item.value())
                    .put("advice", item.advice());
        }
    }

    String text() {
        return root.toPrettyString();
    }
}

package dev.vedette.cli;

import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.posture.health.HealthItem;
import dev.vedette.sensor.posture.health.NodeHealth;
import java.io.PrintWriter;
import java.util.List;

/** A node's health on one screen. */
final class HealthTable {
    private final boolean colour;

    HealthTable(boolean colour) {
        this.colour = colour;
    }

    void print(List<HealthItem> items, PrintWriter out) {
        out.printf("health   %s%n", summary(items));
        for (HealthItem item : items) {
            out.printf(
                    "%s  %-26s  %s%n",
                    Colours.of(
                            severity(item.state()),
                            "%-8s".formatted(item.state().label()),
                            colour),
                    PrintableText.of(item.name()),
                    PrintableText.of(item.value()));
            if (!item.advice().isEmpty()) {
                out.printf("          do: %s%n", PrintableText.of(item.advice()));
            }
        }
        out.println();
    }

    private static String summary(List<HealthItem> items) {
        return switch (NodeHealth.worst(items)) {
            case WELL -> "this node is all right";
            case UNKNOWN -> "this node seems all right, but not all could be looked at";
            case WATCH -> "this node works, with something to watch";
            case BAD -> "this node is not all right";
        };
    }

    private static Severity severity(HealthItem.State state) {
        return switch (state) {
            case WELL, UNKNOWN -> Severity.INFO;
            case WATCH -> Severity.MEDIUM;
            case BAD -> Severity.CRITICAL;
        };
    }
}

package dev.vedette.sensor.outputs;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A finding or an outcome as one line for people: time, severity, id, what happened, where, response, and how long
 * after the event it was decided.
 */
public final class FindingLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    /** Of one part: a line that fills the screen hides those around it. The whole is in the other outputs. */
    private static final int MOST = 1_024;

    private static final String RESET = "\u001b[0m";
    private static final String DIM = "\u001b[2m";

    private final boolean colour;
    private final ZoneId zone;

    public FindingLine(boolean colour, ZoneId zone) {
        this.colour = colour;
        this.zone = zone;
    }

    public String of(Finding finding) {
        return "%s  %s %s  %s  %s  %s  %s%s"
                .formatted(
                        dim(time(finding.epochNanos())),
                        severity(finding.severity()),
                        shown(finding.ruleId()),
                        shown(finding.message()),
                        dim("[" + shown(finding.container().displayName()) + "]"),
                        response(finding.verdict()),
                        dim(milliseconds(finding)),
                        finding.origin() == Origin.RECORDING ? "  (recording)" : "");
    }

    public String of(ResponseOutcome outcome) {
        return "%s  %s%s %s of %s %s%s%s"
                .formatted(
                        dim(time(outcome.epochNanos())),
                        dim("response"),
                        outcome.id().isEmpty() ? "" : " " + shown(outcome.id()),
                        outcome.action().label(),
                        shown(outcome.container().displayName()),
                        outcome.status().name().toLowerCase(Locale.ROOT),
                        outcome.how().isEmpty() ? "" : " by " + shown(outcome.how()),
                        outcome.detail().isEmpty() ? "" : ": " + shown(outcome.detail()));
    }

    private static String shown(String text) {
        return PrintableText.of(text, MOST);
    }

    private String time(long epochNanos) {
        Instant instant = Instant.ofEpochSecond(epochNanos / 1_000_000_000, epochNanos % 1_000_000_000);
        return TIME.format(instant.atZone(zone));
    }

    private static String milliseconds(Finding finding) {
        double millis = (finding.decidedEpochNanos() - finding.epochNanos()) / 1e6;
        return String.format(Locale.ROOT, "+%.1f ms", Math.max(0, millis));
    }

    private static String response(Verdict verdict) {
        if (verdict.action() == ResponseAction.ALERT) {
            return "alert";
        }
        return verdict.enforced()
                ? verdict.action().label()
                : "alert (audit: would " + verdict.action().label() + ")";
    }

    private String severity(Severity severity) {
        String padded = "%-8s".formatted(severity.name());
        if (!colour) {
            return padded;
        }
        String code = switch (severity) {
            case CRITICAL -> "\u001b[1;37;41m";
            case HIGH -> "\u001b[1;31m";
            case MEDIUM -> "\u001b[33m";
            case LOW -> "\u001b[36m";
            case INFO -> DIM;
        };
        return code + padded + RESET;
    }

    private String dim(String text) {
        return colour ? DIM + text + RESET : text;
    }
}

package dev.vedette.policy.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A detection that policy let through: what people, SIEM and the console get.
 *
 * @param id the same for the same event, however often it is judged or delivered
 * @param title the rule's title
 * @param techniques MITRE ATT&amp;CK for Containers ids
 * @param process the process concerned with its ancestors, null where there is none
 * @param culprit who does harm to the container, null where nobody else does
 * @param epochNanos when it happened
 * @param decidedEpochNanos when the sensor had decided
 */
public record Finding(
        String id,
        String ruleId,
        String title,
        Severity severity,
        List<String> techniques,
        String message,
        String node,
        Container container,
        ProcessInfo process,
        Container culprit,
        Place place,
        Map<String, String> evidence,
        Verdict verdict,
        Origin origin,
        long epochNanos,
        long decidedEpochNanos) {
    public Finding {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(ruleId, "ruleId is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(verdict, "verdict is null");
        techniques = List.copyOf(techniques);
        evidence = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(evidence));
    }

    /** One of what nobody else does to the container. */
    public Finding(
            String id,
            String ruleId,
            String title,
            Severity severity,
            List<String> techniques,
            String message,
            String node,
            Container container,
            ProcessInfo process,
            Place place,
            Map<String, String> evidence,
            Verdict verdict,
            Origin origin,
            long epochNanos,
            long decidedEpochNanos) {
        this(
                id,
                ruleId,
                title,
                severity,
                techniques,
                message,
                node,
                container,
                process,
                null,
                place,
                evidence,
                verdict,
                origin,
                epochNanos,
                decidedEpochNanos);
    }
}

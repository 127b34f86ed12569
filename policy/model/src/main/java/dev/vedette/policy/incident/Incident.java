package dev.vedette.policy.incident;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What somebody did, by its findings.
 *
 * @param findings in the order they happened; at least one
 */
public record Incident(List<Finding> findings) {
    static final Comparator<Finding> BY_TIME =
            Comparator.comparingLong(Finding::epochNanos).thenComparing(Finding::id);

    public Incident {
        findings = findings.stream().sorted(BY_TIME).toList();
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("an incident has a finding");
        }
    }

    /** That of its first finding, so that it stays the same while it grows. */
    public String id() {
        return findings.getFirst().id();
    }

    public Severity severity() {
        return findings.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** How it began, as far as it was seen: the first that is more than information. */
    public Finding cause() {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .findFirst()
                .orElse(findings.getFirst());
    }

    public Duration length() {
        return Duration.ofNanos(
                findings.getLast().epochNanos() - findings.getFirst().epochNanos());
    }

    /** Whom it has touched, for people: the containers it was seen in and what was done from there. */
    public List<String> reach() {
        return findings.stream()
                .flatMap(finding -> Incidents.places(finding).stream())
                .distinct()
                .toList();
    }
}

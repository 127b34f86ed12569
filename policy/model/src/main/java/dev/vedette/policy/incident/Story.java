package dev.vedette.policy.incident;

import dev.vedette.policy.model.Finding;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An incident while it grows. Not thread-safe. */
final class Story {
    final Set<String> links = new HashSet<>();
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private long leftOut;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private Incident incident;

    Story(Finding finding) {
        add(finding);
        links.addAll(Links.of(finding));
    }

    /** In the place of what had its id. */
    private void add(Finding finding) {
        findings.put(finding.id(), finding);
        first = Math.min(first, finding.epochNanos());
        last = Math.max(last, finding.epochNanos());
        incident = null;
    }

    void addAll(Story other) {
        other.findings.values().forEach(this::add);
        links.addAll(other.links);
        leftOut += other.leftOut;
    }

    /** Lets findings go until {@code most} are left, with the links that they alone had. */
    void thin(int most) {
        while (findings.size() > most) {
            findings.remove(leastMissed().id());
            leftOut++;
        }
        links.clear();
        findings.values().forEach(finding -> links.addAll(Links.of(finding)));
        incident = null;
    }

    /** Of those that are most alike, the one before the last: how it began and how it stands now is kept of each kind. */
    private Finding leastMissed() {
        List<Finding> alike = findings.values().stream()
                .collect(Collectors.groupingBy(Story::kind, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .max(Comparator.comparingInt(List::size))
                .orElseThrow();
        List<Finding> inOrder = alike.stream().sorted(Incident.BY_TIME).toList();
        return inOrder.get(Math.max(0, inOrder.size() - 2));
    }

    private static String kind(Finding finding) {
        return finding.ruleId() + " " + finding.severity();
    }

    /** Whether there is less than {@code gapNanos} between the one and the other. */
    boolean isNear(Story other, long gapNanos) {
        return other.first - last < gapNanos && first - other.last < gapNanos;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    int size() {
        return findings.size();
    }

    Set<String> ids() {
        return findings.keySet();
    }

    /** Made once for as long as nothing is added. */
    Incident incident() {
        if (incident == null) {
            incident = new Incident(List.copyOf(findings.values()), leftOut);
        }
        return incident;
    }
}

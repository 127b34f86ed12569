package dev.vedette.policy.incident;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts findings together that are one story: of one container, of processes of the node that descend from one another, or of
 * a container and those that it reached into, with less than {@link #GAP} between one and the next. What no process did (how
 * things stand, the sensor's own state) belongs to no story, and information alone is none.
 */
public final class Incidents {
    /** Longer than that without anything, and the next finding begins another incident. */
    public static final Duration GAP = Duration.ofMinutes(10);

    /** Evidence by which rules name the container that something was done to. */
    private static final String REACHED = "target container";

    /** Of the node's processes everybody descends from the first one, and most from a service: near ones count. */
    private static final int NEAR = 5;

    private Incidents() {}

    /** The gravest first, then the latest. */
    public static List<Incident> of(List<Finding> findings) {
        List<List<Finding>> stories = new ArrayList<>();
        findings.stream()
                .filter(finding -> finding.process() != null)
                .sorted(Incident.BY_TIME)
                .forEach(finding -> join(stories, finding));
        return stories.stream()
                .map(Incident::new)
                .filter(incident -> incident.severity() != Severity.INFO)
                .sorted(Comparator.comparing(Incident::severity)
                        .thenComparing(incident -> incident.findings().getLast().epochNanos())
                        .reversed())
                .toList();
    }

    /** Into the stories that it belongs to: where it belongs to several, these are one from now on. */
    private static void join(List<List<Finding>> stories, Finding finding) {
        List<List<Finding>> fitting =
                stories.stream().filter(story -> belongs(finding, story)).toList();
        List<Finding> joined = new ArrayList<>();
        fitting.forEach(joined::addAll);
        joined.add(finding);
        stories.removeIf(story -> fitting.stream().anyMatch(one -> one == story));
        stories.add(joined);
    }

    private static boolean belongs(Finding finding, List<Finding> story) {
        long latest = story.stream().mapToLong(Finding::epochNanos).max().orElseThrow();
        return finding.epochNanos() - latest < GAP.toNanos()
                && story.stream().anyMatch(other -> areRelated(finding, other));
    }

    private static boolean areRelated(Finding one, Finding other) {
        if (one.container().onHost() && other.container().onHost()) {
            return near(one.process()).stream().anyMatch(near(other.process())::contains);
        }
        return places(one).stream().anyMatch(places(other)::contains);
    }

    private static Set<ProcessId> near(ProcessInfo process) {
        return Stream.concat(Stream.of(process), process.ancestors().stream().limit(NEAR))
                .filter(each -> each.pid() > 1)
                .map(ProcessInfo::id)
                .collect(Collectors.toSet());
    }

    /** The container of a finding, and the one that it reached into; nothing for the node, which all have in common. */
    static List<String> places(Finding finding) {
        List<String> places = new ArrayList<>();
        if (!finding.container().onHost()) {
            places.add(finding.container().displayName());
        }
        String reached = finding.evidence().getOrDefault(REACHED, "");
        if (!reached.isEmpty() && !reached.equals("host")) {
            places.add(reached);
        }
        return places;
    }
}

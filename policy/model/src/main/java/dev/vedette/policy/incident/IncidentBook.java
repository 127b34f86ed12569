package dev.vedette.policy.incident;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Findings put together to incidents as they come.
 *
 * <p>Guarantees: the order in which findings come makes no difference as long as none had to go; one that comes again
 * under its id takes the place of the earlier; at most {@code mostFindings} are kept, those of the incident in which
 * nothing has happened for longest go first, and of one alone little more than {@code mostOfOne}, where what is
 * alike goes first and is counted. Not thread-safe.
 */
public final class IncidentBook {
    private static final long GAP_NANOS = Incidents.GAP.toNanos();

    private final int mostFindings;
    private final int mostOfOne;
    private final Set<Story> stories = new LinkedHashSet<>();
    private final Map<String, Set<Story>> byLink = new HashMap<>();
    private final Map<String, Story> byFinding = new HashMap<>();
    private long newest = Long.MIN_VALUE;

    public IncidentBook(int mostFindings, int mostOfOne) {
        if (mostFindings < 1 || mostOfOne < 1) {
            throw new IllegalArgumentException("at least one finding must be kept");
        }
        this.mostFindings = mostFindings;
        this.mostOfOne = mostOfOne;
    }

    /** Puts a finding where it belongs; what no process did belongs nowhere. */
    public void add(Finding finding) {
        if (finding.process() == null) {
            return;
        }
        newest = Math.max(newest, finding.epochNanos());
        Story known = byFinding.get(finding.id());
        Story alone = new Story(finding);
        enter(alone);
        thin(grown(known == null ? alone : joined(known, alone), Links.of(finding)));
        expire();
    }

    /** Puts several where they belong. */
    public void addAll(Collection<Finding> findings) {
        findings.forEach(this::add);
    }

    /**
     * With all that it belongs to. What it is related to anew may be related to more, and while it grows it comes near to
     * others, so it is looked around until nothing comes any more.
     */
    private Story grown(Story story, Set<String> links) {
        Story grown = story;
        Set<String> look = Set.copyOf(links);
        while (true) {
            Set<Story> fitting = fitting(grown, look);
            if (fitting.isEmpty()) {
                return grown;
            }
            boolean continued = continues(grown, fitting);
            for (Story other : fitting) {
                grown = joined(grown, other);
            }
            look = Set.copyOf(continued ? links : grown.links);
        }
    }

    private Set<Story> fitting(Story story, Set<String> links) {
        Set<Story> fitting = new HashSet<>();
        for (String link : links) {
            for (Story other : byLink.getOrDefault(link, Set.of())) {
                if (other != story && other.isNear(story, GAP_NANOS)) {
                    fitting.add(other);
                }
            }
        }
        return fitting;
    }

    /** The usual case, in which only the new links may lead on: the next finding of one story, and no story is later. */
    private boolean continues(Story story, Set<Story> fitting) {
        if (story.size() != 1 || fitting.size() != 1) {
            return false;
        }
        Story other = fitting.iterator().next();
        return story.first() >= other.first() && newest - other.last() < GAP_NANOS;
    }

    /** The greater one takes the smaller in; of a finding in both, what {@code newer} has of it stays. */
    private Story joined(Story one, Story newer) {
        boolean swap = one.size() < newer.size();
        Story greater = swap ? newer : one;
        Story smaller = swap ? one : newer;
        forget(smaller);
        greater.addAll(smaller);
        smaller.links.forEach(link -> link(link, greater));
        smaller.ids().forEach(id -> byFinding.put(id, greater));
        return greater;
    }

    private void enter(Story story) {
        stories.add(story);
        story.links.forEach(link -> link(link, story));
        story.ids().forEach(id -> byFinding.put(id, story));
    }

    private void link(String link, Story story) {
        byLink.computeIfAbsent(link, unused -> new HashSet<>()).add(story);
    }

    private void forget(Story story) {
        stories.remove(story);
        for (String link : story.links) {
            Set<Story> linked = byLink.get(link);
            linked.remove(story);
            if (linked.isEmpty()) {
                byLink.remove(link);
            }
        }
        story.ids().forEach(id -> byFinding.remove(id, story));
    }

    /** By many at a time, since it is dear. */
    private void thin(Story story) {
        if (story.size() > mostOfOne + mostOfOne / 4L) {
            forget(story);
            story.thin(mostOfOne);
            enter(story);
        }
    }

    private void expire() {
        while (byFinding.size() > mostFindings && stories.size() > 1) {
            stories.stream().min(Comparator.comparingLong(Story::last)).ifPresent(this::forget);
        }
    }

    /** The gravest first, then the latest; information alone is none. */
    public List<Incident> all() {
        return stories.stream()
                .map(Story::incident)
                .filter(incident -> incident.severity() != Severity.INFO)
                .sorted(Incident.GRAVEST_FIRST)
                .toList();
    }

    /** Whether a finding is kept here, part of an incident or not. */
    public boolean knows(String findingId) {
        return byFinding.containsKey(findingId);
    }

    /** The incident that a finding is part of; empty where it is part of none that is known. */
    public Optional<Incident> find(String findingId) {
        return Optional.ofNullable(byFinding.get(findingId))
                .map(Story::incident)
                .filter(incident -> incident.severity() != Severity.INFO);
    }
}

package dev.vedette.sensor.report;

import dev.vedette.policy.model.AdmissionCompared;
import dev.vedette.policy.model.AdmissionMissed;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.NodePosture;
import dev.vedette.sensor.pipeline.FindingTaker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What the rules have found of the node itself and of its images, fact by fact, so that it can be said at any time what
 * holds now.
 *
 * <p>The pipeline's thread tells of each fact before it is judged and of each finding after; others read. Bounded: beyond
 * {@link #MOST} of a kind the oldest are forgotten.
 */
public final class Judged {
    private static final int MOST = 1_000;
    private static final int MOST_PER_RULE = 100;
    private static final String POSTURE = "VDT-7";
    private static final String IMAGES = "VDT-6";

    private final Map<NodePosture, List<Finding>> posture = bounded();
    private final Map<String, ImageObserved> images = bounded();
    private final Map<String, Set<String>> imageRules = bounded();
    private final Map<String, String> admissions = bounded();
    private final Map<String, Map<String, Finding>> seenAtWork = new LinkedHashMap<>();
    private long changes;
    /** Owned by the pipeline's thread: the fact that is judged now, null where it is of no concern here. */
    private Fact now;

    /** A fact is about to be judged. */
    public void fact(Fact fact) {
        now = null;
        if (fact instanceof NodePosture || fact instanceof ImageObserved) {
            now = fact;
            add(fact);
        } else if (fact instanceof AdmissionCompared || fact instanceof AdmissionMissed) {
            add(fact);
        }
    }

    private synchronized void add(Fact fact) {
        changes++;
        switch (fact) {
            case NodePosture one -> posture.put(one.at(0), new ArrayList<>());
            case ImageObserved one -> {
                images.put(one.container().id(), one);
                imageRules.remove(one.container().id());
            }
            case AdmissionCompared one -> admissions.put(one.container().id(), "admitted " + one.digest());
            case AdmissionMissed one -> admissions.put(one.container().id(), words(one.why()));
            default -> changes--;
        }
    }

    private static String words(AdmissionMissed.Why why) {
        return switch (why) {
            case POD_UNKNOWN -> "nobody has admitted the pod";
            case IMAGE_UNKNOWN -> "the pod was admitted with other images";
            case CONTAINER_UNKNOWN -> "the pod was admitted without this container";
            case STATIC_POD -> "a pod of the node itself: admission is not asked";
            case OLDER -> "older than the records of admission";
        };
    }

    /** Hears of each fact before {@code next} does. */
    public Consumer<Fact> factsBefore(Consumer<Fact> next) {
        return fact -> {
            fact(fact);
            next.accept(fact);
        };
    }

    /** Hears of each finding before {@code next} does. */
    public FindingTaker findingsBefore(FindingTaker next) {
        return (finding, standing) -> {
            finding(finding);
            next.take(finding, standing);
        };
    }

    /** A rule has found something, of the fact that was told last. */
    public void finding(Finding finding) {
        String rule = finding.ruleId();
        if (!rule.startsWith(POSTURE) && !rule.startsWith(IMAGES)) {
            return;
        }
        synchronized (this) {
            changes++;
            if (rule.startsWith(IMAGES)) {
                imageRules
                        .computeIfAbsent(finding.container().id(), id -> new TreeSet<>())
                        .add(rule);
            } else if (now instanceof NodePosture fact) {
                posture.computeIfAbsent(fact.at(0), key -> new ArrayList<>()).add(finding);
            } else {
                remember(finding);
            }
        }
    }

    /** Of what happened, not of how the node stands: the newest of each container stays. */
    private void remember(Finding finding) {
        Map<String, Finding> ofRule = seenAtWork.computeIfAbsent(finding.ruleId(), rule -> bounded(MOST_PER_RULE));
        ofRule.put(finding.container().id() + finding.message(), finding);
    }

    /** Grows with everything that is told here. */
    synchronized long changes() {
        return changes;
    }

    /** What is found of those facts that hold. */
    synchronized List<Finding> posture(Set<NodePosture> holding) {
        posture.keySet().retainAll(holding);
        List<Finding> found = new ArrayList<>();
        posture.values().forEach(found::addAll);
        seenAtWork.values().forEach(ofRule -> found.addAll(ofRule.values()));
        return found;
    }

    /** An image in use. */
    record Image(ImageObserved seen, Set<String> rules, String admission) {}

    /** The images of those containers that are there. */
    synchronized List<Image> images(Set<String> containers) {
        images.keySet().retainAll(containers);
        imageRules.keySet().retainAll(containers);
        admissions.keySet().retainAll(containers);
        return images.entrySet().stream()
                .map(one -> new Image(
                        one.getValue(),
                        Set.copyOf(imageRules.getOrDefault(one.getKey(), Set.of())),
                        admissions.getOrDefault(one.getKey(), "")))
                .toList();
    }

    private static <K, V> Map<K, V> bounded() {
        return bounded(MOST);
    }

    private static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }
}

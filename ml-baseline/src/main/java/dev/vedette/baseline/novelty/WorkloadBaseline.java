package dev.vedette.baseline.novelty;

import dev.vedette.policy.model.BaselineDeviation;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ProcessExecuted;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which programs each workload starts, and which it starts for the first time.
 *
 * <p>Guarantees: nothing is reported before a workload is {@link LearningState#LEARNED}; nothing is learned from a
 * container in which a rule has found something, nor from a session that the runtime put into a container from outside
 * (a person's shell is not the workload's habit); a deviation is not learned by being reported. Not thread-safe: the
 * pipeline's thread owns it. Bounded in workloads; the least recently used one is forgotten.
 */
public final class ProcessBaseline {
    private static final int MAX_WORKLOADS = 1_024;
    private static final int MAX_FLAGGED = 4_096;

    private final LearningGoals goals;
    private final Map<String, WorkloadProfile> profiles = bounded(MAX_WORKLOADS);
    private final Map<String, Boolean> flagged = bounded(MAX_FLAGGED);

    public ProcessBaseline(LearningGoals goals) {
        this.goals = goals;
    }

    /** Takes a program start: learns it, or says how it deviates. */
    public Optional<BaselineDeviation> observe(ProcessExecuted event) {
        Container container = event.container();
        if (!event.inRunningContainer() || container.identity() != Container.Identity.KNOWN) {
            return Optional.empty();
        }
        WorkloadProfile profile =
                profiles.computeIfAbsent(keyOf(container), key -> new WorkloadProfile(event.epochNanos()));
        ProcessItem item = ProcessItem.of(event);
        if (profile.state(goals, event.epochNanos()) == LearningState.LEARNED && !profile.knows(item)) {
            return Optional.of(deviation(event, profile, item));
        }
        if (event.session() == ProcessExecuted.Session.MAIN && !flagged.containsKey(container.id())) {
            profile.learn(item, container.id(), event.epochNanos());
        }
        return Optional.empty();
    }

    /** Tells that a rule has found something in a container: nothing more is learned from it. */
    public void flag(Container container) {
        if (!container.onHost()) {
            flagged.put(container.id(), true);
        }
    }

    /**
     * Begins anew with every workload that is not learned yet: what was missed meanwhile would later look new.
     */
    public void eventsWereLost(long nowEpochNanos) {
        Set<String> unfinished = new HashSet<>();
        profiles.forEach((key, profile) -> {
            if (profile.state(goals, nowEpochNanos) != LearningState.LEARNED) {
                unfinished.add(key);
            }
        });
        profiles.keySet().removeAll(unfinished);
    }

    public LearningState state(Container container, long nowEpochNanos) {
        WorkloadProfile profile = profiles.get(keyOf(container));
        return profile == null ? LearningState.LEARNING : profile.state(goals, nowEpochNanos);
    }

    /** How many workloads are in {@code state}. */
    public long count(LearningState state, long nowEpochNanos) {
        return profiles.values().stream()
                .filter(profile -> profile.state(goals, nowEpochNanos) == state)
                .count();
    }

    /** Another image is another program: what its predecessor did proves nothing about it. */
    private static String keyOf(Container container) {
        return container.workloadKey() + "@" + container.imageDigest();
    }

    private static BaselineDeviation deviation(ProcessExecuted event, WorkloadProfile profile, ProcessItem item) {
        return new BaselineDeviation(
                BaselineDeviation.Kind.PROCESS,
                event.context(),
                item.describe(),
                profile.nearest(item).map(ProcessItem::describe).orElse(""),
                profile.replicas(),
                profile.observations(),
                profile.learnedFor(event.epochNanos()));
    }

    private static <V> Map<String, V> bounded(int limit) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > limit;
            }
        };
    }
}

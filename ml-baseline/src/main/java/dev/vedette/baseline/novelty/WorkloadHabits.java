package dev.vedette.baseline.novelty;

import dev.vedette.policy.model.BaselineDeviation.Kind;
import java.util.EnumMap;
import java.util.Map;

/** What a workload does, a profile of each kind. Not thread-safe. */
final class WorkloadHabits {
    private final Map<Kind, WorkloadProfile> profiles = new EnumMap<>(Kind.class);
    private final DestructionHabit destruction = new DestructionHabit();

    DestructionHabit destruction() {
        return destruction;
    }

    /** @param nowNanos boot clock: when a profile that is new begins to learn */
    WorkloadProfile profile(Kind kind, long nowNanos) {
        WorkloadProfile known = profiles.get(kind);
        if (known == null) {
            known = new WorkloadProfile(nowNanos);
            profiles.put(kind, known);
        }
        return known;
    }

    LearningState state(Kind kind, LearningGoals goals, long nowNanos) {
        WorkloadProfile profile = profiles.get(kind);
        return profile == null ? LearningState.LEARNING : profile.state(goals, nowNanos);
    }

    /** Whether anything of that kind was seen. */
    boolean has(Kind kind) {
        return profiles.containsKey(kind);
    }

    /** Begins anew with each kind that is not learned yet. */
    void forgetUnfinished(LearningGoals goals, long nowNanos) {
        profiles.values().removeIf(profile -> profile.state(goals, nowNanos) != LearningState.LEARNED);
    }
}

package dev.vedette.policy.engine;

import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Finding;

/** Hears what the engine does beside findings. Called on the engine's thread; must not throw. */
public interface EngineObserver {
    EngineObserver NONE = new EngineObserver() {};

    /**
     * A rule failed on one fact and had no say in it; the others had.
     *
     * @param rule its name, or what can be said where no single one is to blame
     */
    default void ruleFailed(String rule, Throwable cause) {}

    /**
     * A rule had no say in one fact, since it rests after it took too long again and again. Called for each such fact.
     *
     * @param rule its name
     */
    default void ruleRested(String rule) {}

    /** A rule detected something, and this was made of it, whether it is told or kept back. */
    default void judged(Detection detection, Finding finding) {}

    /** An exception of a policy keeps a finding back; see {@link Finding#verdict()}. */
    default void withheld(Finding finding) {}
}

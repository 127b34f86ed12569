package dev.vedette.sensor.outputs;

import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;

/**
 * A place that findings, the outcomes of responses and decisions at admission go to.
 *
 * <p>Called by one thread at a time. May block: {@link OutputQueue} keeps the pipeline from waiting for it.
 */
public interface Output extends AutoCloseable {
    /** The name in metrics and messages, for example {@code kafka}. */
    String name();

    /** Whether people ask for responses there, and so wait to hear what a dry run has shown. */
    default boolean hearsDryRuns() {
        return false;
    }

    /**
     * @throws OutputException if the finding could not be handed on; the caller counts it
     */
    void finding(Finding finding) throws OutputException;

    /**
     * @throws OutputException if the outcome could not be handed on; the caller counts it
     */
    void outcome(ResponseOutcome outcome) throws OutputException;

    /**
     * Takes no notice unless an output says otherwise: only logs are made of decisions.
     *
     * @throws OutputException if the decision could not be handed on; the caller counts it
     */
    default void decision(AdmissionDecision decision) throws OutputException {}

    @Override
    void close();
}

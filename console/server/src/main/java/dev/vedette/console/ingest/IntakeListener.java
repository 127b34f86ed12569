package dev.vedette.console.ingest;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;

/** Hears of what came in; called by the intake's thread, must not block. */
public interface IntakeListener {
    /**
     * A finding came.
     *
     * @param sequence its place in the store, 0 while it could not be stored; it comes again once it is
     */
    void finding(Finding finding, long sequence);

    /** What became of a response. */
    void outcome(ResponseOutcome outcome);

    /** Storing failed or works again: {@link IntakeHealth} says more. */
    void healthChanged();
}

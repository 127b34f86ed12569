package dev.vedette.sensor.response;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import java.util.Map;
import java.util.Objects;

/**
 * A response that lasts and has not been undone.
 *
 * @param outcome as it was told, with container, reason and end
 * @param plan what undoing it needs, see {@link LastingStep}
 * @param deadline when it is to be undone by itself
 */
record Standing(ResponseOutcome outcome, Map<String, String> plan, Deadline deadline) {
    Standing {
        Objects.requireNonNull(outcome, "outcome is null");
        Objects.requireNonNull(deadline, "deadline is null");
        plan = Map.copyOf(plan);
    }

    /** One of which only its outcome is known: it ends by the time of day. */
    Standing(ResponseOutcome outcome, Map<String, String> plan) {
        this(outcome, plan, Deadline.byTimeOfDay(outcome.trail().untilEpochNanos()));
    }

    String id() {
        return outcome.id();
    }

    ResponseAction action() {
        return outcome.action();
    }

    String containerId() {
        return outcome.container().id();
    }

    boolean isDueAt(BootMoment now, long epochNanos) {
        return deadline.isOver(now, epochNanos);
    }
}

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
 */
record Standing(ResponseOutcome outcome, Map<String, String> plan) {
    Standing {
        Objects.requireNonNull(outcome, "outcome is null");
        plan = Map.copyOf(plan);
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

    boolean isDueAt(long epochNanos) {
        long until = outcome.trail().untilEpochNanos();
        return until != 0 && until <= epochNanos;
    }
}

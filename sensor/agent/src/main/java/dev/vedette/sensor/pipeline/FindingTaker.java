package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Finding;

/** Who takes findings; called by the pipeline's thread. */
public interface FindingTaker {
    /** @param standing whether it is about how things stand, see {@link dev.vedette.policy.model.Fact#standing()} */
    void take(Finding finding, boolean standing);
}

package dev.vedette.policy.admission.standards;

import com.fasterxml.jackson.databind.JsonNode;

/** Takes pods one by one, as the API server has them. */
@FunctionalInterface
public interface RunningPods {
    void take(JsonNode pod);
}

package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;

/** What responses ask of Kubernetes, where it is known. Thread-safe; every call is bounded. */
public interface Cluster {
    /**
     * How many pods of the same owner are ready beside this container's own; empty for one whose owner is none that
     * keeps replicas.
     *
     * @throws IOException if that cannot be said; the message is for people
     */
    OptionalInt otherReadyReplicas(Container container) throws IOException;

    /**
     * Asks for the eviction of a container's pod, and waits until the pod is on its way out.
     *
     * @param grace null: as the pod itself has it
     * @return what was seen, for people
     * @throws IOException if it is refused, by a disruption budget for example, or has no effect
     */
    String evict(Container container, Duration grace) throws IOException;
}

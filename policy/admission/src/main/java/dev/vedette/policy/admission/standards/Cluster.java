package dev.vedette.policy.admission.standards;

import dev.vedette.policy.admission.review.Deadline;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What has to be known of a cluster to judge by its namespaces' labels. Thread-safe; calls may wait for an API server. */
public interface Cluster {
    /** Whether the namespaces that there are have been heard of. */
    boolean isKnown();

    /**
     * The labels of a namespace; empty if there is no such namespace.
     *
     * @throws IOException if it cannot be told; the message is one sentence
     */
    Optional<Map<String, String>> labels(String namespace) throws IOException;

    /**
     * Gives a namespace's pods to {@code each}, until there are no more, or as many as {@code most}, or the time is over.
     *
     * @return how many were left out
     * @throws IOException if they cannot be told; the message is one sentence
     */
    long pods(String namespace, int most, Deadline until, RunningPods each) throws IOException;
}

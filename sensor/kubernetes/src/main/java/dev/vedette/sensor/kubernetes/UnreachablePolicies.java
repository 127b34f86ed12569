package dev.vedette.sensor.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once, not at every try, why the cluster's policies cannot be read, and the way out. Thread-safe. */
final class UnreachablePolicies {
    private static final Logger LOG = LoggerFactory.getLogger(UnreachablePolicies.class);

    private String said = "";

    synchronized void say(Throwable problem) {
        String why = Objects.requireNonNullElse(problem.getMessage(), problem.toString()) + wayOut(problem);
        if (!why.equals(said)) {
            said = why;
            LOG.warn("The cluster's policies can't be watched now, and those that were read stay in force: {}", why);
        }
    }

    /** What is told of next is news again. */
    synchronized void isReached() {
        said = "";
    }

    private static String wayOut(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException refused) {
                return switch (refused.getCode()) {
                    case HttpURLConnection.HTTP_NOT_FOUND ->
                        ": the cluster has no such objects; apply what 'vedette policy schema crd' prints";
                    case HttpURLConnection.HTTP_FORBIDDEN ->
                        ": the service account needs get, list and watch on policies.vedette.dev";
                    default -> "";
                };
            }
        }
        return "";
    }
}

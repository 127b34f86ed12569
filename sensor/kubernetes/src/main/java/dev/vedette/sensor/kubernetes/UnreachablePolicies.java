package dev.vedette.sensor.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once, not at every try, why the cluster's policies cannot be read, and the way out. Thread-safe. */
final class UnreachablePolicies {
    private static final Logger LOG = LoggerFactory.getLogger(UnreachablePolicies.class);

    /** Causes may go round. */
    private static final int MOST_CAUSES = 20;

    private String said = "";

    synchronized void say(Throwable problem) {
        String why = refusal(problem).map(UnreachablePolicies::why).orElseGet(() -> innermost(problem));
        if (!why.equals(said)) {
            said = why;
            LOG.warn("The cluster's policies can't be watched now, and those that were read stay in force: {}", why);
        }
    }

    /** What is told of next is news again. */
    synchronized void isReached() {
        said = "";
    }

    /** What the API server answered; empty where it did not. */
    private static Optional<KubernetesClientException> refusal(Throwable problem) {
        return causes(problem)
                .filter(KubernetesClientException.class::isInstance)
                .map(KubernetesClientException.class::cast)
                .filter(refused -> refused.getCode() > 0)
                .findFirst();
    }

    private static String why(KubernetesClientException refused) {
        String said = refused.getStatus() == null ? null : refused.getStatus().getMessage();
        String why = "it answers " + refused.getCode() + (said == null ? "" : " (" + said + ")");
        return switch (refused.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                why + "; if the cluster has no such kind, apply what 'vedette policy schema crd' prints";
            case HttpURLConnection.HTTP_FORBIDDEN ->
                why + "; the service account needs get, list and watch on policies.vedette.dev";
            default -> why;
        };
    }

    private static String innermost(Throwable problem) {
        return causes(problem).reduce(problem, (_, cause) -> cause).toString();
    }

    private static Stream<Throwable> causes(Throwable problem) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES);
    }
}

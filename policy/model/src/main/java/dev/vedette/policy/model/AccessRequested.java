package dev.vedette.policy.model;

import java.util.List;
import java.util.Objects;

/**
 * Somebody asked Kubernetes for a way into a pod, a service or a node, and was let.
 *
 * @param container what is asked for; of a pod that does not run here only its names are known
 * @param user who asks, as the API server knows them: {@code system:serviceaccount:NAMESPACE:NAME} for a workload
 * @param groups of the user
 * @param detail the command, the ports or the path; "" where nothing is said
 * @param terminal whether a terminal is asked for
 */
public record AccessRequested(
        Container container,
        Way way,
        String user,
        List<String> groups,
        String detail,
        boolean terminal,
        long epochNanos)
        implements Fact {
    /** What is asked for. */
    public enum Way {
        EXEC,
        ATTACH,
        PORT_FORWARD,
        /** A container for debugging, put into a pod that runs. */
        EPHEMERAL_CONTAINER,
        POD_PROXY,
        SERVICE_PROXY,
        /** The kubelet's own API by way of the API server; {@code container} has the node's name as its pod's. */
        NODE_PROXY
    }

    public AccessRequested {
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(way, "way is null");
        Objects.requireNonNull(user, "user is null");
        Objects.requireNonNull(detail, "detail is null");
        groups = List.copyOf(groups);
    }

    /** The same, of a container that is known. */
    public AccessRequested of(Container known) {
        return new AccessRequested(known, way, user, groups, detail, terminal, epochNanos);
    }
}

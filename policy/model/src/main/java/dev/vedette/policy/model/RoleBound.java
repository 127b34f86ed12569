package dev.vedette.policy.model;

import java.util.Objects;

/**
 * Somebody is given a role of Kubernetes.
 *
 * @param container stands for the binding: its pod has the binding's name and namespace
 * @param clusterWide whether it holds in all namespaces (a ClusterRoleBinding)
 * @param role the role's name
 * @param subject who
 * @param name of the subject; of a service account without its namespace
 * @param namespace of a service account, "" for others
 */
public record RoleBound(
        Container container,
        boolean clusterWide,
        String role,
        Subject subject,
        String name,
        String namespace,
        Place place,
        long epochNanos)
        implements PlacedFact {
    /** Kinds of whom a role may be given to. */
    public enum Subject {
        USER,
        GROUP,
        SERVICE_ACCOUNT
    }

    public RoleBound {
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(role, "role is null");
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(namespace, "namespace is null");
        Objects.requireNonNull(place, "place is null");
    }
}

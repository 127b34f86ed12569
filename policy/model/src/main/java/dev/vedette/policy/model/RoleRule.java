package dev.vedette.policy.model;

import java.util.List;
import java.util.Objects;

/**
 * What one rule of a role of Kubernetes lets its holders do.
 *
 * @param container stands for the role: its pod has the role's name and namespace
 * @param clusterWide whether it is a ClusterRole; what it gives depends on how it is bound
 * @param role the role's name
 * @param groups API groups, "" is the core one, {@code *} is all
 * @param resources with their sub-resource after a slash, {@code *} is all
 * @param names the only objects that it holds for; empty for all
 * @param verbs {@code *} is all
 * @param aggregatedTo the roles of Kubernetes' own that take it over, for example {@code view}
 */
public record RoleRule(
        Container container,
        boolean clusterWide,
        String role,
        List<String> groups,
        List<String> resources,
        List<String> names,
        List<String> verbs,
        List<String> aggregatedTo,
        Place place,
        long epochNanos)
        implements PlacedFact {
    public RoleRule {
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(role, "role is null");
        Objects.requireNonNull(place, "place is null");
        groups = List.copyOf(groups);
        resources = List.copyOf(resources);
        names = List.copyOf(names);
        verbs = List.copyOf(verbs);
        aggregatedTo = List.copyOf(aggregatedTo);
    }
}

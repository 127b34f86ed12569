package dev.vedette.policy.model;

import java.util.List;
import java.util.Map;

/**
 * Where a policy applies. All criteria that are given must hold; a list that is empty asks for nothing.
 *
 * @param namespaces Kubernetes namespaces
 * @param workloads written {@code shop/api/main} (see {@link Container#workloadKey()}), {@code shop/api} or {@code api}
 * @param images references
 * @param labels the pod's labels, each with the value it must have
 * @param host whether the node's own processes belong to it too; nothing else selects them
 */
public record Scope(
        List<Glob> namespaces, List<Glob> workloads, List<Glob> images, Map<String, String> labels, boolean host) {
    /** Every container and the node itself. */
    public static final Scope EVERYTHING = new Scope(List.of(), List.of(), List.of(), Map.of(), true);

    /** Every container, not the node itself. */
    public static final Scope CONTAINERS = new Scope(List.of(), List.of(), List.of(), Map.of(), false);

    public Scope {
        namespaces = List.copyOf(namespaces);
        workloads = List.copyOf(workloads);
        images = List.copyOf(images);
        labels = Map.copyOf(labels);
    }

    public boolean includes(Container container) {
        if (container.onHost()) {
            return host;
        }
        return Glob.anyMatches(namespaces, container.pod().namespace())
                && (workloads.isEmpty() || workloads.stream().anyMatch(w -> isWorkload(w, container)))
                && Glob.anyMatches(images, container.image())
                && container.pod().labels().entrySet().containsAll(labels.entrySet());
    }

    /** Whether {@code pattern} names this container's workload, in any of the three ways of writing it. */
    static boolean isWorkload(Glob pattern, Container container) {
        return !container.onHost()
                && (pattern.matches(container.workloadKey())
                        || pattern.matches(container.pod().namespace() + "/"
                                + container.pod().workload())
                        || pattern.matches(container.pod().workload()));
    }

    /** Higher for what selects less: workloads before labels before images before namespaces before everything. */
    public int specificity() {
        return (workloads.isEmpty() ? 0 : 8)
                + (labels.isEmpty() ? 0 : 4)
                + (images.isEmpty() ? 0 : 2)
                + (namespaces.isEmpty() ? 0 : 1);
    }
}

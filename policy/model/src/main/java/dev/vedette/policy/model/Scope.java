package dev.vedette.policy.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    /** What a container lacks to be of this scope, a sentence for each criterion; empty if it is. */
    public List<String> lacks(Container container) {
        if (container.onHost()) {
            return host ? List.of() : List.of("its scope leaves the node itself out");
        }
        Container.Pod pod = container.pod();
        List<String> lacks = new ArrayList<>();
        if (!Glob.anyMatches(namespaces, pod.namespace())) {
            lacks.add("its scope is namespace " + words(namespaces) + ", not " + orNone(pod.namespace()));
        }
        if (!workloads.isEmpty() && workloads.stream().noneMatch(one -> isWorkload(one, container))) {
            lacks.add("its scope is workload " + words(workloads) + ", not " + container.workloadKey());
        }
        if (!Glob.anyMatches(images, container.image())) {
            lacks.add("its scope is image " + words(images) + ", not " + orNone(container.image()));
        }
        new TreeMap<>(labels).forEach((key, value) -> {
            if (!value.equals(pod.labels().get(key))) {
                lacks.add("its scope is label " + key + "=" + value + ", not "
                        + orNone(pod.labels().getOrDefault(key, "")));
            }
        });
        return lacks;
    }

    private static String words(List<Glob> patterns) {
        return patterns.stream().map(Glob::pattern).collect(Collectors.joining(" or "));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "none" : text;
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

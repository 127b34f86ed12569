package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.ImageObserved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of Kubernetes itself that run in pods, and what dresses up as one. */
public final class SystemParts {
    /** By these a part is selected and shown, so whoever imitates one sets them. */
    private static final List<String> LABELS = List.of("k8s-app", "component", "app.kubernetes.io/name");

    /** What a workload only looks like. */
    public record Disguise(String part, String why, boolean outside) {}

    private static final ReadyLists<List<Likeness>> LIKENESSES =
            new ReadyLists<>(parts -> parts.stream().map(Likeness::new).toList());

    private SystemParts() {}

    /**
     * The system's part that a workload imitates.
     *
     * @param parts names of system parts
     * @param namespaces where they belong, as patterns
     * @param registries where they come from
     */
    public static Optional<Disguise> disguise(
            ImageObserved seen, List<String> parts, List<String> namespaces, List<String> registries) {
        Container.Pod pod = seen.container().pod();
        List<String> names = names(seen);
        List<Likeness> lookalikes = names.stream().map(Likeness::new).toList();
        for (Likeness real : LIKENESSES.of(parts)) {
            String part = real.name();
            Optional<String> near = lookalikes.stream()
                    .filter(lookalike -> lookalike.isNear(real))
                    .map(Likeness::name)
                    .findFirst();
            if (near.isPresent() && !parts.contains(near.get())) {
                return Optional.of(new Disguise(part, "is called " + near.get() + ", which is nearly " + part, true));
            }
            if (!names.contains(part)) {
                continue;
            }
            if (namespaces.stream().noneMatch(namespace -> new Glob(namespace).matches(pod.namespace()))) {
                return Optional.of(new Disguise(
                        part,
                        "is called " + part + " and runs in the namespace " + pod.namespace()
                                + ", where no part of the system belongs",
                        true));
            }
            if (!registries.isEmpty() && !Registries.holds(seen.name(), registries)) {
                return Optional.of(new Disguise(
                        part,
                        "is called " + part + ", and its image " + seen.name()
                                + " is not from where the system's parts come from",
                        false));
            }
        }
        return Optional.empty();
    }

    private static List<String> names(ImageObserved seen) {
        Container container = seen.container();
        List<String> names =
                new ArrayList<>(List.of(container.name(), container.pod().workload()));
        LABELS.forEach(label -> names.add(container.pod().labels().getOrDefault(label, "")));
        names.removeIf(String::isEmpty);
        return names;
    }
}

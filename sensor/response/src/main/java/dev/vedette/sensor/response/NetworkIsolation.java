package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts a container off from the network, at its control group of version 2, or where it has none, at its pod's interfaces;
 * see {@link Quarantine} for what is left. Thread-safe.
 *
 * @param cgroups where the cgroup file systems are mounted, {@code /sys/fs/cgroup}
 */
record NetworkIsolation(Path cgroups, CLibrary libc) implements LastingStep {
    private static final String GROUP = "group";
    private static final String NAMESPACES = "namespaces";
    private static final String EXCEPT = "except";
    private static final String DNS = "nameservers";
    private static final String NODE = "node";

    @Override
    public Plan plan(Order order) throws IOException {
        String id = order.container().id();
        ResponseOptions options = order.options();
        Map<String, String> kept = new HashMap<>();
        kept.put(EXCEPT, String.join(",", options.except()));
        kept.put(DNS, String.join(",", options.dns()));
        kept.put(NODE, String.join(",", NodeAddresses.ofThisNode().all()));
        Optional<Path> group = new Hierarchies(cgroups).groupOfTwo(id, Hierarchies.PROCESSES);
        if (group.isPresent()) {
            kept.put(GROUP, group.get().toString());
        } else {
            kept.put(NAMESPACES, String.join(",", namespacesOf(id)));
        }
        String words = (group.isPresent() ? "drop all packets of its sockets" : "drop all packets of its pod")
                + " but those of itself, those of TCP connections that the node opens"
                + (options.except().isEmpty() ? "" : ", those of " + String.join(", ", options.except()))
                + (options.dns().isEmpty() ? "" : ", and port 53 of " + String.join(", ", options.dns()))
                + (group.isPresent() ? "" : "; the pod's other containers are cut off too");
        return new Plan(words, kept);
    }

    private List<String> namespacesOf(String containerId) throws IOException {
        List<Integer> processes = new ContainerGroup(cgroups).processesOf(containerId);
        return NamespacePlace.of(libc, containerId, processes).namespaces().stream()
                .map(NetworkNamespace::name)
                .toList();
    }

    private PacketPlace place(Container container, Map<String, String> plan) {
        return plan.containsKey(GROUP)
                ? new GroupPlace(new CgroupPrograms(libc), Path.of(plan.get(GROUP)))
                : new NamespacePlace(
                        libc,
                        container.id(),
                        list(plan.get(NAMESPACES)).stream()
                                .map(NetworkNamespace::new)
                                .toList());
    }

    @Override
    public Effect apply(Container container, Map<String, String> plan) {
        PacketPlace place = place(container, plan);
        try {
            place.attach(new Quarantine(list(plan.get(EXCEPT)), list(plan.get(DNS)), list(plan.get(NODE))));
            return place.isAttached()
                    ? Effect.verified(place.how(), place.seen())
                    : Effect.withoutEffect(place.how(), "the programs were attached and are not there");
        } catch (IOException e) {
            takeOff(place);
            return Effect.of(place.how(), e);
        }
    }

    /** Half of it would be worse than none: nobody would know. */
    private static void takeOff(PacketPlace place) {
        try {
            place.detach();
        } catch (IOException e) {
            // the first failure is the one to tell
        }
    }

    @Override
    public Effect undo(Container container, Map<String, String> plan) {
        PacketPlace place = place(container, plan);
        if (place.isGone()) {
            return Effect.verified(place.how(), "the container has ended");
        }
        try {
            return Effect.verified(
                    place.how(),
                    place.detach() == 0 ? "the container was not cut off" : "the container's packets pass again");
        } catch (IOException e) {
            return Effect.failed(place.how(), e.getMessage());
        }
    }

    @Override
    public boolean inForce(Container container, Map<String, String> plan) throws IOException {
        return place(container, plan).isAttached();
    }

    /** A pod's interfaces are there for its next containers. */
    @Override
    public boolean endsWithContainer(Map<String, String> plan) {
        return plan.containsKey(GROUP);
    }

    private static List<String> list(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
    }
}

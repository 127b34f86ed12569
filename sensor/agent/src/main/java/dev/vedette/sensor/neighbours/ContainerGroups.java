package dev.vedette.sensor.neighbours;

import dev.vedette.policy.model.Container;
import dev.vedette.sensor.identity.container.CgroupPath;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.node.CgroupTree;
import dev.vedette.sensor.identity.node.SeenCgroup;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which control groups containers are counted in by one controller. The tree is walked only after a container has come, and its group
 * is remembered as long as the container is, also when it has ended. Not thread-safe.
 */
final class ContainerGroups<G extends LimitedGroup> {
    /** What is made of a group's directory, its number and the groups around it by theirs. */
    @FunctionalInterface
    interface Maker<G> {
        G make(Path directory, long id, Map<Long, Path> above);
    }

    /** One that has no group by then has none; its tasks are counted elsewhere. */
    private static final int MOST_WALKS = 20;

    private final Supplier<List<SeenCgroup>> tree;
    private final Function<SeenCgroup, Path> directories;
    private final Maker<G> maker;
    private final Map<ContainerLife, G> found = new HashMap<>();
    private final Map<ContainerLife, Integer> walks = new HashMap<>();

    ContainerGroups(CgroupTree tree, Maker<G> maker) {
        this(tree::all, tree::directoryOf, maker);
    }

    ContainerGroups(Supplier<List<SeenCgroup>> tree, Function<SeenCgroup, Path> directories, Maker<G> maker) {
        this.tree = tree;
        this.directories = directories;
        this.maker = maker;
    }

    /** Looks for the groups of those that it has not found yet, and forgets whom it is not asked for. */
    void find(Collection<ContainerLife> lives) {
        Set<ContainerLife> all = new HashSet<>(lives);
        found.keySet().retainAll(all);
        walks.keySet().retainAll(all);
        List<ContainerLife> sought = lives.stream()
                .filter(life -> !found.containsKey(life) && walks.merge(life, 1, Integer::sum) <= MOST_WALKS)
                .toList();
        if (sought.isEmpty()) {
            return;
        }
        Map<Long, SeenCgroup> byId = new HashMap<>();
        Map<String, SeenCgroup> byContainer = new HashMap<>();
        for (SeenCgroup group : tree.get()) {
            byId.put(group.id(), group);
            CgroupPath.containerId(group.path()).ifPresent(id -> byContainer.putIfAbsent(id, group));
        }
        for (ContainerLife life : sought) {
            SeenCgroup group = byContainer.get(life.containerId());
            if (group != null) {
                found.put(life, maker.make(directories.apply(group), group.id(), above(group, byId)));
            }
        }
    }

    private Map<Long, Path> above(SeenCgroup group, Map<Long, SeenCgroup> byId) {
        Map<Long, Path> above = new HashMap<>();
        for (SeenCgroup up = byId.get(group.parentId()); up != null; up = byId.get(up.parentId())) {
            above.put(up.id(), directories.apply(up));
        }
        return above;
    }

    Optional<G> of(ContainerLife life) {
        return Optional.ofNullable(found.get(life));
    }

    /** Whom a group's limit holds, as one of several. */
    Predicate<Container> sharing(long limitGroupId) {
        return container ->
                of(container.id()).filter(group -> group.shares(limitGroupId)).isPresent();
    }

    /** The group of the latest life with that id. */
    Optional<G> of(String containerId) {
        return found.entrySet().stream()
                .filter(entry -> entry.getKey().containerId().equals(containerId))
                .max((one, other) -> Long.compare(
                        one.getKey().madeBootNanos(), other.getKey().madeBootNanos()))
                .map(Map.Entry::getValue);
    }
}

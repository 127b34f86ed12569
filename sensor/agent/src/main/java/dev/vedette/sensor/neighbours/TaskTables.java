package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.flood.TaskTable;
import dev.vedette.baseline.growth.HoldingLook;
import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** How many processes and threads containers have, and what holds no more of them. Not thread-safe. */
final class TaskTables {
    /** Fewer harm nobody, and of most containers nothing further needs to be read then. */
    private static final long LEAST = 16;

    private final ContainerRegistry containers;
    private final ContainerGroups<TaskGroup> groups;
    private final NodeTasks node;

    /**
     * One look.
     *
     * @param holdings what each container and the node have
     * @param tables those with a limit
     */
    record Look(HoldingLook holdings, List<TaskTable> tables) {}

    TaskTables(ContainerRegistry containers, ContainerGroups<TaskGroup> groups, NodeTasks node) {
        this.containers = containers;
        this.groups = groups;
        this.node = node;
    }

    /** Finds the groups of who has come; cheap if nobody has. */
    void meet() {
        groups.find(containers.all());
    }

    Look look(long nowNanos) {
        List<HoldingLook.Holding> holdings = new ArrayList<>();
        List<TaskTable> tables = new ArrayList<>();
        Map<Long, TaskCounter> around = new HashMap<>();
        Set<Long> own = new HashSet<>();
        for (ContainerLife life : containers.all()) {
            if (life.phase() != LifePhase.STOPPED) {
                groups.of(life).ifPresent(group -> {
                    own.add(group.id());
                    around.putAll(group.above());
                    add(life.container(), group, holdings, tables);
                });
            }
        }
        // Of a container in another one the outer one's own limit is told.
        around.keySet().removeAll(own);
        around.forEach((id, group) -> addShared(id, group, tables));
        long tasks = node.tasks();
        addNode(tasks, tables);
        return new Look(new HoldingLook(nowNanos, tasks, holdings), tables);
    }

    private static void add(
            Container container, TaskGroup group, List<HoldingLook.Holding> holdings, List<TaskTable> tables) {
        TaskCounter counter = group.own();
        OptionalLong tasks = counter.tasks();
        if (tasks.isEmpty()) {
            return;
        }
        long limit = tasks.getAsLong() < LEAST ? 0 : counter.limit();
        holdings.add(new HoldingLook.Holding(container, tasks.getAsLong(), limit));
        if (limit > 0) {
            Predicate<Container> itself = other -> other.id().equals(container.id());
            tables.add(new TaskTable(
                    Bound.OWN_LIMIT, container, group.id(), tasks.getAsLong(), limit, counter.refused(), itself));
        }
    }

    private void addShared(long id, TaskCounter group, List<TaskTable> tables) {
        // The limit first: where there is none, as at the top, all below would be counted in vain.
        long limit = group.limit();
        long tasks = limit == 0 ? 0 : group.tasks().orElse(0);
        if (tasks >= LEAST) {
            tables.add(new TaskTable(
                    Bound.SHARED_LIMIT, Container.HOST, id, tasks, limit, group.refused(), groups.sharing(id)));
        }
    }

    private void addNode(long tasks, List<TaskTable> tables) {
        long limit = node.limit();
        if (tasks > 0 && limit > 0) {
            tables.add(new TaskTable(Bound.NODE, Container.HOST, 0, tasks, limit, 0, _ -> true));
        }
    }
}

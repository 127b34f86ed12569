package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.NeighbourJudge;
import dev.vedette.baseline.memory.KillCause;
import dev.vedette.baseline.memory.MemoryHistory;
import dev.vedette.baseline.memory.MemoryLook;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What containers hold, look by look. Not thread-safe. */
final class ContainerMemory {
    private final ContainerRegistry containers;
    private final MemoryGroups groups;
    private final NodeMemory node;
    private final MemoryHistory beforeKills = new MemoryHistory(KillCause.HISTORY);
    private final MemoryHistory beforeWindows = new MemoryHistory(KillCause.HISTORY.plus(NeighbourJudge.WINDOW));

    ContainerMemory(ContainerRegistry containers, MemoryGroups groups, NodeMemory node) {
        this.containers = containers;
        this.groups = groups;
        this.node = node;
    }

    /** Finds the groups of who has come; cheap if nobody has. */
    void meet() {
        groups.find(containers.all());
    }

    /** Takes a look. */
    void look(long nowNanos) {
        List<MemoryLook.Holding> holdings = new ArrayList<>();
        for (ContainerLife life : containers.all()) {
            if (life.phase() != LifePhase.STOPPED) {
                groups.of(life).ifPresent(group -> add(life, group, holdings));
            }
        }
        MemoryLook look = new MemoryLook(nowNanos, node.usedBytes(), holdings);
        beforeKills.add(look);
        beforeWindows.add(look);
    }

    private static void add(ContainerLife life, MemoryGroup group, List<MemoryLook.Holding> holdings) {
        OptionalLong held = group.heldBytes();
        if (held.isPresent()) {
            holdings.add(new MemoryLook.Holding(life.container(), held.getAsLong(), group.limitBytes()));
        }
    }

    MemoryGroups groups() {
        return groups;
    }

    /** The seconds before now that count for who was ended. */
    MemoryHistory beforeKills() {
        return beforeKills;
    }

    /** A window that ends now, and the seconds before it. */
    MemoryHistory beforeWindows() {
        return beforeWindows;
    }
}

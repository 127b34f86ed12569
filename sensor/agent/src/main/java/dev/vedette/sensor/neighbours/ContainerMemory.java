package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.NeighbourJudge;
import dev.vedette.baseline.growth.GrowthHistory;
import dev.vedette.baseline.growth.HoldingLook;
import dev.vedette.baseline.memory.KillCause;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What containers hold, look by look. Not thread-safe. */
final class ContainerMemory {
    private final ContainerRegistry containers;
    private final ContainerGroups<MemoryGroup> groups;
    private final NodeMemory node;
    private final GrowthHistory beforeKills = new GrowthHistory(KillCause.HISTORY);
    private final GrowthHistory beforeWindows = new GrowthHistory(KillCause.HISTORY.plus(NeighbourJudge.WINDOW));

    ContainerMemory(ContainerRegistry containers, ContainerGroups<MemoryGroup> groups, NodeMemory node) {
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
        List<HoldingLook.Holding> holdings = new ArrayList<>();
        for (ContainerLife life : containers.all()) {
            if (life.phase() != LifePhase.STOPPED) {
                groups.of(life).ifPresent(group -> add(life, group, holdings));
            }
        }
        HoldingLook look = new HoldingLook(nowNanos, node.usedBytes(), holdings);
        beforeKills.add(look);
        beforeWindows.add(look);
    }

    private static void add(ContainerLife life, MemoryGroup group, List<HoldingLook.Holding> holdings) {
        OptionalLong held = group.heldBytes();
        if (held.isPresent()) {
            holdings.add(new HoldingLook.Holding(life.container(), held.getAsLong(), group.limitBytes()));
        }
    }

    ContainerGroups<MemoryGroup> groups() {
        return groups;
    }

    /** The seconds before now that count for who was ended. */
    GrowthHistory beforeKills() {
        return beforeKills;
    }

    /** A window that ends now, and the seconds before it. */
    GrowthHistory beforeWindows() {
        return beforeWindows;
    }
}

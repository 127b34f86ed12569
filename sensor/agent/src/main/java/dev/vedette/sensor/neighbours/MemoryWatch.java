package dev.vedette.sensor.neighbours;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.MemoryContention;
import dev.vedette.policy.model.MemoryKill;
import dev.vedette.policy.model.OutOfMemoryKilled;
import dev.vedette.probes.GroupHierarchy;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.CgroupTree;
import dev.vedette.sensor.pipeline.Interval;
import dev.vedette.sensor.pipeline.Watch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks each second at what containers hold, and says of each process that the kernel ends for want of memory whose doing
 * that was.
 */
public final class MemoryWatch implements Watch {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** A look that is so old says enough of who grew before a kill. */
    private static final Duration BEFORE_KILLS = Duration.ofMillis(200);

    /** A container that fills its limit at once has ended before the next look. */
    private static final Duration BETWEEN_MEETINGS = Duration.ofMillis(100);

    /** A whole group that is ended at once is one cause; so many are told of it. */
    private static final int MOST_KILLS = 64;

    private final ContainerMemory memory;
    private final KillCauses causes;
    private final Interval meetings = new Interval(BETWEEN_MEETINGS);
    private final Queue<OutOfMemoryKilled> kills = new ArrayDeque<>();
    private boolean looked;
    private long lastLookNanos;

    public MemoryWatch(ContainerRegistry containers) {
        this(new ContainerMemory(
                containers,
                new ContainerGroups<>(CgroupTree.counting(GroupHierarchy.MEMORY), MemoryGroup::at),
                NodeMemory.ofNode()));
    }

    /** Empty where no rule asks what containers do with memory: then nothing is looked at. */
    public static Optional<MemoryWatch> askedFor(Set<Class<?>> judged, ContainerRegistry containers) {
        return judged.contains(MemoryKill.class) || judged.contains(MemoryContention.class)
                ? Optional.of(new MemoryWatch(containers))
                : Optional.empty();
    }

    ContainerMemory memory() {
        return memory;
    }

    MemoryWatch(ContainerMemory memory) {
        this.memory = memory;
        this.causes = new KillCauses(memory);
    }

    @Override
    public String name() {
        return "memory watch";
    }

    /** Takes each fact that is told, on the thread that looks. */
    public void see(Fact fact) {
        if (fact instanceof OutOfMemoryKilled kill && kills.size() < MOST_KILLS) {
            kills.add(kill);
        }
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        // Before the first look as well: who is met only later would seem to have grown from nothing.
        if (meetings.passed(nowNanos) || !looked) {
            memory.meet();
        }
        long sinceLook = nowNanos - lastLookNanos;
        if (!looked || sinceLook >= (kills.isEmpty() ? BETWEEN_LOOKS : BEFORE_KILLS).toNanos()) {
            looked = true;
            lastLookNanos = nowNanos;
            memory.look(nowNanos);
        }
        for (OutOfMemoryKilled kill = kills.poll(); kill != null; kill = kills.poll()) {
            out.accept(causes.of(kill));
        }
    }
}

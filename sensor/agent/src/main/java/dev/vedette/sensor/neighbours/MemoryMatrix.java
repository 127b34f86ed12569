package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameWindow;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.baseline.blame.WaitLengths;
import dev.vedette.baseline.memory.KillCause;
import dev.vedette.policy.model.Blame;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Contention;
import dev.vedette.policy.model.MemoryContention;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.MemoryWait;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Who waited for memory, behind those who took it meanwhile. The kernel tells whose tasks had to look for memory and within
 * what; that wait is charged to who grew there, by how much each did. Not thread-safe.
 */
final class MemoryMatrix implements WaitMatrix {
    /** Single waits are not told apart. */
    private static final long[] NO_LENGTHS = {};

    private final Supplier<List<MemoryWait>> waits;
    private final ContainerMemory memory;
    private final GroupOwners owners;
    private final Growth<Cell> waited = new Growth<>();

    /** Who grew below each limit for which somebody waited, as of the look that was last; of the node always. */
    private final Map<Long, List<ContainerGrowth>> growth = new HashMap<>();

    private record Cell(long victim, long limit) {}

    MemoryMatrix(KernelProbes probes, ContainerMemory memory, ContainerRegistry containers) {
        this(probes::memoryWaits, memory, containers);
    }

    MemoryMatrix(Supplier<List<MemoryWait>> waits, ContainerMemory memory, ContainerRegistry containers) {
        this.waits = waits;
        this.memory = memory;
        this.owners = new GroupOwners(containers);
    }

    @Override
    public Resource resource() {
        return Resource.MEMORY;
    }

    @Override
    public void look(BlameWindow window) {
        // Most never wait for memory before the day they do: what is usual is to be known by then.
        memory.beforeWindows().present().forEach(window::present);
        growth.clear();
        grown(MemoryWait.OF_NODE).forEach(one -> window.used(one.container(), one.grew()));
        waits.get().forEach(wait -> add(wait, window));
        waited.endLook();
        owners.endLook();
    }

    private List<ContainerGrowth> grown(long limit) {
        return growth.computeIfAbsent(limit, _ -> {
            Predicate<Container> among =
                    limit == MemoryWait.OF_NODE ? _ -> true : memory.groups().sharing(limit);
            return memory.beforeWindows().growth(among, Map.of());
        });
    }

    private void add(MemoryWait wait, BlameWindow window) {
        long nanos = waited.of(new Cell(wait.victimCgroupId(), wait.limitCgroupId()), wait.waitedNanos());
        if (nanos > 0) {
            owners.of(wait.victimCgroupId()).ifPresent(victim -> add(victim, wait.limitCgroupId(), nanos, window));
        }
    }

    private void add(Container victim, long limit, long nanos, BlameWindow window) {
        // What is charged to nobody below stays as not known.
        window.waitedInAll(victim, nanos, new WaitLengths(NO_LENGTHS));
        if (limit == MemoryWait.OF_NODE) {
            charge(victim, nanos, grown(limit), window);
        } else if (limit != MemoryWait.OF_SOME_GROUP) {
            Optional<MemoryGroup> group = memory.groups().of(victim.id());
            if (group.filter(own -> own.shares(limit)).isPresent()) {
                charge(victim, nanos, grown(limit), window);
            } else if (group.isPresent()) {
                window.throttled(victim, nanos);
            }
        }
    }

    private static void charge(Container victim, long nanos, List<ContainerGrowth> grown, BlameWindow window) {
        grown.stream()
                .filter(one -> one.grew() >= KillCause.LEAST_GROWTH)
                .forEach(one -> window.waited(victim, one.container(), Math.round(nanos * one.share())));
    }

    @Override
    public Contention contention(Container victim, Blame blame, long epochNanos) {
        Optional<ContainerGrowth> culprit = grown(MemoryWait.OF_NODE).stream()
                .filter(one -> one.container().id().equals(blame.culprit().id()))
                .findFirst();
        return new MemoryContention(
                victim,
                blame,
                culprit.map(ContainerGrowth::grew).orElse(0L),
                culprit.map(ContainerGrowth::limit).orElse(0L),
                epochNanos,
                Origin.LIVE);
    }
}

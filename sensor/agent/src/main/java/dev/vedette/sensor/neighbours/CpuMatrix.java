package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameWindow;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.baseline.blame.WaitLengths;
import dev.vedette.policy.model.Blame;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Contention;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.BlameCell;
import dev.vedette.probes.CpuTimes;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.WaitCounts;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Who waited for a CPU behind whom. Not thread-safe. */
final class CpuMatrix implements WaitMatrix {
    private static final long[] LONGEST = IntStream.range(0, WaitCounts.LENGTHS)
            .mapToLong(WaitCounts::longest)
            .toArray();

    private final Supplier<List<BlameCell>> blame;
    private final Supplier<List<CpuTimes>> times;
    private final GroupOwners owners;
    private final Growth<Cell> waits = new Growth<>();
    private final Growth<Long> waitsInAll = new Growth<>();
    private final Growth<Long> runs = new Growth<>();
    private Map<Long, CpuTimes> timesBefore = Map.of();

    private record Cell(long victim, long culprit) {}

    CpuMatrix(KernelProbes probes, ContainerRegistry containers) {
        this(probes::blame, probes::cpuTimes, containers);
    }

    CpuMatrix(Supplier<List<BlameCell>> blame, Supplier<List<CpuTimes>> times, ContainerRegistry containers) {
        this.blame = blame;
        this.times = times;
        this.owners = new GroupOwners(containers);
    }

    @Override
    public Resource resource() {
        return Resource.CPU;
    }

    @Override
    public void look(BlameWindow window) {
        blame.get().forEach(cell -> add(cell, window));
        List<CpuTimes> now = times.get();
        now.forEach(group -> add(group, window));
        timesBefore =
                now.stream().collect(Collectors.toMap(CpuTimes::cgroupId, Function.identity(), (one, other) -> other));
        waits.endLook();
        waitsInAll.endLook();
        runs.endLook();
        owners.endLook();
    }

    @Override
    public Contention contention(Container victim, Blame blame, long epochNanos) {
        return new CpuContention(victim, blame, epochNanos, Origin.LIVE);
    }

    private void add(BlameCell cell, BlameWindow window) {
        long nanos = waits.of(new Cell(cell.victimCgroupId(), cell.culpritCgroupId()), cell.waitedNanos());
        owners.of(cell.victimCgroupId()).ifPresent(victim -> {
            if (cell.culpritCgroupId() == BlameCell.OWN_QUOTA) {
                window.throttled(victim, nanos);
            } else {
                // Behind whom nobody knows is left to what the whole wait has more than its parts.
                owners.of(cell.culpritCgroupId()).ifPresent(culprit -> window.waited(victim, culprit, nanos));
            }
        });
    }

    private void add(CpuTimes group, BlameWindow window) {
        long waited = waitsInAll.of(group.cgroupId(), group.waitedNanos());
        long ran = runs.of(group.cgroupId(), group.ranNanos());
        owners.of(group.cgroupId()).ifPresent(container -> {
            window.used(container, ran);
            if (waited > 0) {
                window.waitedInAll(container, waited, lengths(group));
            }
        });
    }

    private WaitLengths lengths(CpuTimes group) {
        WaitLengths lengths = new WaitLengths(LONGEST);
        CpuTimes before = timesBefore.get(group.cgroupId());
        boolean goesOn = before != null && before.waitedNanos() <= group.waitedNanos();
        for (int length = 0; length < WaitCounts.LENGTHS; length++) {
            lengths.add(
                    length,
                    goesOn
                            ? group.waits().since(before.waits(), length)
                            : group.waits().of(length));
        }
        return lengths;
    }
}

package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameWindow;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.policy.model.Blame;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Contention;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.BlameCell;
import dev.vedette.probes.CpuTimes;
import dev.vedette.probes.KernelProbes;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.List;
import java.util.function.Supplier;

/** Who waited for a CPU behind whom. Not thread-safe. */
final class CpuMatrix implements WaitMatrix {
    private final Supplier<List<BlameCell>> blame;
    private final Supplier<List<CpuTimes>> times;
    private final GroupWaits<CpuTimes> waits;

    CpuMatrix(KernelProbes probes, ContainerRegistry containers) {
        this(probes::blame, probes::cpuTimes, containers);
    }

    CpuMatrix(Supplier<List<BlameCell>> blame, Supplier<List<CpuTimes>> times, ContainerRegistry containers) {
        this.blame = blame;
        this.times = times;
        this.waits = new GroupWaits<>(containers);
    }

    @Override
    public Resource resource() {
        return Resource.CPU;
    }

    @Override
    public void look(BlameWindow window) {
        waits.look(blame.get(), times.get(), window);
    }

    @Override
    public Contention contention(Container victim, Blame blamed, long epochNanos) {
        return new CpuContention(victim, blamed, epochNanos, Origin.LIVE);
    }
}

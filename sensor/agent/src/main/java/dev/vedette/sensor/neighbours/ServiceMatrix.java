package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameWindow;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.policy.model.Blame;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Contention;
import dev.vedette.policy.model.DiskContention;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.BlameCell;
import dev.vedette.probes.DiskTimes;
import dev.vedette.probes.KernelProbes;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Who waited for a block device behind whom, and what each asked of the devices. Not thread-safe. */
final class DiskMatrix implements WaitMatrix {
    private final Supplier<List<BlameCell>> blame;
    private final Supplier<List<DiskTimes>> times;
    private final GroupWaits<DiskTimes> waits;
    private final Growth<Long> requests = new Growth<>();
    private final Growth<Long> bytes = new Growth<>();
    private Map<String, Flow> flows = Map.of();

    /** What a container asked for between two looks. */
    private record Flow(long requests, long bytes) {
        static final Flow NONE = new Flow(0, 0);

        Flow plus(Flow other) {
            return new Flow(requests + other.requests, bytes + other.bytes);
        }
    }

    DiskMatrix(KernelProbes probes, ContainerRegistry containers) {
        this(probes::diskBlame, probes::diskTimes, containers);
    }

    DiskMatrix(Supplier<List<BlameCell>> blame, Supplier<List<DiskTimes>> times, ContainerRegistry containers) {
        this.blame = blame;
        this.times = times;
        this.waits = new GroupWaits<>(containers);
    }

    @Override
    public Resource resource() {
        return Resource.DISK;
    }

    @Override
    public void look(BlameWindow window) {
        List<DiskTimes> now = times.get();
        Map<String, Flow> asked = new HashMap<>();
        for (DiskTimes group : now) {
            Flow flow = new Flow(
                    requests.of(group.cgroupId(), group.requests()), bytes.of(group.cgroupId(), group.bytes()));
            waits.owner(group).ifPresent(container -> asked.merge(container.id(), flow, Flow::plus));
        }
        requests.endLook();
        bytes.endLook();
        flows = asked;
        waits.look(blame.get(), now, window);
    }

    @Override
    public Contention contention(Container victim, Blame blamed, long epochNanos) {
        Flow flow = flows.getOrDefault(blamed.culprit().id(), Flow.NONE);
        return new DiskContention(victim, blamed, flow.requests(), flow.bytes(), epochNanos, Origin.LIVE);
    }
}

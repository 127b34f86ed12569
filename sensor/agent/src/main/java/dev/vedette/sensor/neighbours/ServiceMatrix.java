package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameWindow;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.policy.model.Blame;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Contention;
import dev.vedette.policy.model.DiskContention;
import dev.vedette.policy.model.NetworkContention;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.BlameCell;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ServiceTimes;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Who waited behind whom for devices that serve requests (or pass on packets), and what each had of them. Not thread-safe.
 */
final class ServiceMatrix implements WaitMatrix {
    private final Resource resource;
    private final Facts facts;
    private final Supplier<List<BlameCell>> blame;
    private final Supplier<List<ServiceTimes>> times;
    private final GroupWaits<ServiceTimes> waits;
    private final Growth<Long> requests = new Growth<>();
    private final Growth<Long> bytes = new Growth<>();
    private final Growth<Long> dropped = new Growth<>();
    private Map<String, Flow> flows = Map.of();

    /** The fact of harm by a culprit, with what both had. */
    private interface Facts {
        Contention of(Container victim, Flow its, Blame blamed, Flow culprits, long epochNanos);
    }

    /** What a container had between two looks, and what was not done for it. */
    private record Flow(long requests, long bytes, long dropped) {
        static final Flow NONE = new Flow(0, 0, 0);

        Flow plus(Flow other) {
            return new Flow(requests + other.requests, bytes + other.bytes, dropped + other.dropped);
        }
    }

    /** Of block devices. */
    static ServiceMatrix ofDisks(KernelProbes probes, ContainerRegistry containers) {
        return ofDisks(probes::diskBlame, probes::diskTimes, containers);
    }

    static ServiceMatrix ofDisks(
            Supplier<List<BlameCell>> blame, Supplier<List<ServiceTimes>> times, ContainerRegistry containers) {
        Facts facts = (victim, its, blamed, culprits, epochNanos) ->
                new DiskContention(victim, blamed, culprits.requests(), culprits.bytes(), epochNanos, Origin.LIVE);
        return new ServiceMatrix(Resource.DISK, facts, blame, times, containers);
    }

    /** Of network devices. */
    static ServiceMatrix ofNetwork(KernelProbes probes, ContainerRegistry containers) {
        Facts facts = (victim, its, blamed, culprits, epochNanos) -> new NetworkContention(
                victim, blamed, its.dropped(), culprits.requests(), culprits.bytes(), epochNanos, Origin.LIVE);
        return new ServiceMatrix(Resource.NETWORK, facts, probes::packetBlame, probes::packetTimes, containers);
    }

    private ServiceMatrix(
            Resource resource,
            Facts facts,
            Supplier<List<BlameCell>> blame,
            Supplier<List<ServiceTimes>> times,
            ContainerRegistry containers) {
        this.resource = resource;
        this.facts = facts;
        this.blame = blame;
        this.times = times;
        this.waits = new GroupWaits<>(containers);
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public void look(BlameWindow window) {
        List<ServiceTimes> now = times.get();
        Map<String, Flow> asked = new HashMap<>();
        for (ServiceTimes group : now) {
            long id = group.cgroupId();
            Flow flow = new Flow(
                    requests.of(id, group.requests()), bytes.of(id, group.bytes()), dropped.of(id, group.dropped()));
            waits.owner(group).ifPresent(container -> asked.merge(container.id(), flow, Flow::plus));
        }
        requests.endLook();
        bytes.endLook();
        dropped.endLook();
        flows = asked;
        waits.look(blame.get(), now, window);
    }

    @Override
    public Contention contention(Container victim, Blame blamed, long epochNanos) {
        return facts.of(victim, flowOf(victim), blamed, flowOf(blamed.culprit()), epochNanos);
    }

    private Flow flowOf(Container container) {
        return flows.getOrDefault(container.id(), Flow.NONE);
    }
}

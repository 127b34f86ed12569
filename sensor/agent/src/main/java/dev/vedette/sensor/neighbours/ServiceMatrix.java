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
    private Map<String, Flow> flows = Map.of();

    /** The fact of harm by a culprit that so much was served. */
    interface Facts {
        Contention of(Container victim, Blame blamed, long culpritRequests, long culpritBytes, long epochNanos);
    }

    /** What a container asked for between two looks. */
    private record Flow(long requests, long bytes) {
        static final Flow NONE = new Flow(0, 0);

        Flow plus(Flow other) {
            return new Flow(requests + other.requests, bytes + other.bytes);
        }
    }

    /** Of block devices. */
    static ServiceMatrix ofDisks(KernelProbes probes, ContainerRegistry containers) {
        return ofDisks(probes::diskBlame, probes::diskTimes, containers);
    }

    static ServiceMatrix ofDisks(
            Supplier<List<BlameCell>> blame, Supplier<List<ServiceTimes>> times, ContainerRegistry containers) {
        Facts facts = (victim, blamed, requests, bytes, epochNanos) ->
                new DiskContention(victim, blamed, requests, bytes, epochNanos, Origin.LIVE);
        return new ServiceMatrix(Resource.DISK, facts, blame, times, containers);
    }

    /** Of network devices. */
    static ServiceMatrix ofNetwork(KernelProbes probes, ContainerRegistry containers) {
        Facts facts = (victim, blamed, packets, bytes, epochNanos) ->
                new NetworkContention(victim, blamed, packets, bytes, epochNanos, Origin.LIVE);
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
        return facts.of(victim, blamed, flow.requests(), flow.bytes(), epochNanos);
    }
}

package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.TargetProcess;
import dev.vedette.probes.record.RawTarget;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.container.Membership;
import dev.vedette.sensor.identity.container.Residence;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.process.TrackedProcess;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * Finds the process and the container of a record.
 *
 * <p>Facts of a container that its runtime has not named yet wait for its word; see {@link WaitingEvents}. Not
 * thread-safe: the pipeline thread owns it.
 */
final class Contexts {
    private final NodeView node;
    private final ProcessTable processes;
    private final ContainerRegistry containers;
    private final Membership membership;
    private final HostShare hostShare;
    private final WaitingEvents waiting;
    private final PendingEvents pending;
    private final Preparers preparers;
    private final IdentityMetrics metrics;
    private final LongUnaryOperator bootToEpoch;
    private final long waitNanos;

    Contexts(
            NodeView node,
            ProcessTable processes,
            ContainerRegistry containers,
            Membership membership,
            WaitingEvents waiting,
            PendingEvents pending,
            Preparers preparers,
            IdentityMetrics metrics,
            LongUnaryOperator bootToEpoch,
            long waitNanos) {
        this.node = node;
        this.processes = processes;
        this.containers = containers;
        this.membership = membership;
        this.hostShare = new HostShare(node.hostNamespaces());
        this.waiting = waiting;
        this.pending = pending;
        this.preparers = preparers;
        this.metrics = metrics;
        this.bootToEpoch = bootToEpoch;
        this.waitNanos = waitNanos;
    }

    /**
     * A group whose making was missed is looked for on the node, once.
     *
     * @param startBootNanos of the process that is in it
     */
    void lookForGroup(long group, long startBootNanos) {
        if (group == 0 || containers.knows(group, startBootNanos)) {
            return;
        }
        containers.seed(node.cgroups());
        metrics.groupLookedFor();
        if (!containers.knows(group)) {
            containers.takeForNodes(group);
        }
    }

    InContext of(Arrival arrival) {
        RecordHeader header = arrival.header();
        lookForGroup(header.cgroupId(), header.startBootNanos());
        if (header.pid() == 0) {
            return ofNobody(arrival);
        }
        TrackedProcess process = processes.of(header);
        if (!process.info().credentials().known()) {
            metrics.unknownProcess();
        }
        return of(arrival, process.info(), membership.of(process, header));
    }

    /** What no process did belongs to its group. */
    private InContext ofNobody(Arrival arrival) {
        Optional<Residence> residence = containers
                .of(arrival.header().cgroupId())
                .map(life -> new Residence(life, ProcessExecuted.Session.NONE, life.begun(), 0));
        return of(arrival, ProcessInfo.NONE, residence);
    }

    private InContext of(Arrival arrival, ProcessInfo process, Optional<Residence> residence) {
        return new InContext(this, arrival, process, hostShare.of(process.namespaces()), residence);
    }

    Set<NamespaceKind> ofHost(Namespaces namespaces) {
        return hostShare.of(namespaces);
    }

    /** Who a process of another record's target is, and where it lives. */
    Target target(RawTarget raw) {
        if (!raw.known()) {
            return Target.NONE;
        }
        RecordHeader header =
                new RecordHeader(0, raw.cgroupId(), raw.pid(), raw.tid(), raw.startBootNanos(), raw.comm());
        lookForGroup(raw.cgroupId(), raw.startBootNanos());
        TrackedProcess process = processes.of(header);
        return new Target(process.info(), membership.of(process, header));
    }

    /** A process whose container may be named later. */
    record Target(ProcessInfo process, Optional<Residence> residence) {
        static final Target NONE = new Target(ProcessInfo.NONE, Optional.empty());

        /** As it is known now. */
        TargetProcess named() {
            return new TargetProcess(
                    process, residence.map(home -> home.life().container()).orElse(Container.HOST));
        }
    }

    /**
     * Where in its life a container is for one of its processes. While it is being prepared, what would be an attack is
     * a runtime's daily work; so only the runtime's own program is taken to prepare it, and whoever else was put in
     * counts as the container's.
     */
    LifePhase phase(Residence residence, ProcessInfo process) {
        return !residence.running() && preparers.prepares(residence.life(), process)
                ? LifePhase.SETUP
                : LifePhase.RUNNING;
    }

    long epochNanos(RecordHeader header) {
        return bootToEpoch.applyAsLong(header.bootNanos());
    }

    /** Gives a fact out when its container, which nobody has named yet, has been named or has waited in vain. */
    void hold(Arrival arrival, ContainerLife life, Function<Container, Optional<Fact>> fact) {
        Unnamed unnamed = new Unnamed(arrival.receivedNanos(), epochNanos(arrival.header()), arrival.origin(), fact);
        if (life.waitedInVain() || waitNanos == 0) {
            pending.tell(life, unnamed, "unnamed", arrival.out());
        } else {
            waiting.hold(life, unnamed, arrival.out());
        }
    }
}

package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessExited;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.probes.record.BpfRecord;
import dev.vedette.probes.record.CapabilityRecord;
import dev.vedette.probes.record.CgroupRecord;
import dev.vedette.probes.record.CredentialsRecord;
import dev.vedette.probes.record.DnsRecord;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ExitRecord;
import dev.vedette.probes.record.FileChangeRecord;
import dev.vedette.probes.record.FileOpenRecord;
import dev.vedette.probes.record.ForkRecord;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.KeyRecord;
import dev.vedette.probes.record.MemoryRecord;
import dev.vedette.probes.record.ModuleRecord;
import dev.vedette.probes.record.MountRecord;
import dev.vedette.probes.record.NamespaceRecord;
import dev.vedette.probes.record.OomKillRecord;
import dev.vedette.probes.record.ProcessAccessRecord;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.probes.record.SignalRecord;
import dev.vedette.probes.record.SocketRecord;
import dev.vedette.probes.record.SurfaceRecord;
import dev.vedette.probes.record.TaskRenameRecord;
import dev.vedette.probes.record.TransferRecord;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.container.Membership;
import dev.vedette.sensor.identity.container.Residence;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.node.SeenProcess;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.process.RawFacts;
import dev.vedette.sensor.identity.process.TrackedProcess;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.metrics.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * From kernel records to events that say which process of which container did it.
 *
 * <p>Guarantees: facts of one container come out in the order of their records; a container's first program already
 * carries its identity if the runtime names it within {@link IdentitySettings#waitForRuntime()}, else the fact goes out
 * marked as pending, never wrong and never dropped.
 *
 * <p>Not thread-safe: the pipeline thread owns it together with the tables given to it. What runtimes say is taken from
 * the {@link RuntimeNews} queue at every {@link #accept} and {@link #tick}.
 */
public final class EventEnricher {
    private static final long REFRESH_NANOS = 60_000_000_000L;

    private final NodeView node;
    private final Namespaces hostNamespaces;
    private final ProcessTable processes;
    private final ContainerRegistry containers;
    private final Membership membership;
    private final RuntimeFiles runtimeFiles;
    private final RuntimeNews news;
    private final HostShare hostShare;
    private final EventMapper mapper;
    private final KernelIsolation isolation;
    private final WaitingEvents waiting;
    private final Introductions introductions;
    private final IdentityMetrics metrics;
    private final LongUnaryOperator bootToEpoch;
    private final long waitNanos;
    private long refreshedNanos = System.nanoTime();

    /**
     * Wires identity together; nothing is looked up until {@link #seed}.
     *
     * @param node the node, or {@link dev.vedette.sensor.identity.node.AbsentNode} for a recording
     * @param news what runtimes say; an empty one that nobody fills for a recording
     * @param bootToEpoch from the boot clock to nanoseconds since 1970
     */
    public EventEnricher(
            NodeView node,
            ProcessTable processes,
            ContainerRegistry containers,
            RuntimeFiles runtimeFiles,
            RuntimeNews news,
            LongUnaryOperator bootToEpoch,
            IdentitySettings settings,
            Metrics metrics) {
        this.node = node;
        this.hostNamespaces = node.hostNamespaces();
        this.hostShare = new HostShare(hostNamespaces);
        this.processes = processes;
        this.containers = containers;
        this.membership = new Membership(processes, containers, hostNamespaces.mount());
        this.runtimeFiles = runtimeFiles;
        this.news = news;
        this.bootToEpoch = bootToEpoch;
        this.waitNanos = settings.waitForRuntime().toNanos();
        this.metrics = new IdentityMetrics(metrics);
        this.mapper = new EventMapper(processes, runtimeFiles);
        this.isolation = new KernelIsolation(node, this.metrics);
        this.waiting = new WaitingEvents(settings.maxWaiting(), this.metrics);
        this.introductions = new Introductions(processes, containers, isolation, waiting, hostNamespaces);
    }

    /** Takes in what was there before: to be called once, after the probes are attached and before the first record. */
    public void seed() {
        List<SeenProcess> seen = node.processes();
        containers.seed(node.cgroups(), LifePhase.RUNNING);
        processes.seed(seen);
        membership.seed(seen);
        runtimeFiles.refresh(node);
        processes.all().stream()
                .filter(process -> process.residence().isEmpty())
                .forEach(process -> runtimeFiles.ranOnNode(process.info().executable()));
    }

    /**
     * Takes one record and gives out the facts that follow from it, and others that have waited.
     *
     * @param receivedNanos when it came out of the ring, {@link System#nanoTime()}
     */
    public void accept(KernelRecord record, Origin origin, long receivedNanos, Consumer<Fact> out) {
        takeNews(origin, out);
        waiting.releaseDue(receivedNanos, out);
        switch (record) {
            case ForkRecord fork -> forked(fork);
            case ExecRecord exec -> executed(exec, new Arrival(exec.header(), origin, receivedNanos, out));
            case ExitRecord exit -> {
                context(new Arrival(exit.header(), origin, receivedNanos, out))
                        .send(context -> new ProcessExited(context, exit.waitStatus()));
                processes.exited(exit);
            }
            case CgroupRecord cgroup -> cgroup(cgroup, new Arrival(cgroup.header(), origin, receivedNanos, out));
            case SocketRecord socket -> socket(socket, new Arrival(socket.header(), origin, receivedNanos, out));
            case NamespaceRecord ns -> namespaces(ns, new Arrival(ns.header(), origin, receivedNanos, out));
            case CredentialsRecord credentials ->
                credentials(credentials, new Arrival(credentials.header(), origin, receivedNanos, out));
            case FileOpenRecord open ->
                context(new Arrival(open.header(), origin, receivedNanos, out)).send(c -> mapper.opened(c, open));
            case MountRecord mount -> mounted(mount, new Arrival(mount.header(), origin, receivedNanos, out));
            case ModuleRecord module ->
                context(new Arrival(module.header(), origin, receivedNanos, out))
                        .send(c -> mapper.module(c, module));
            case BpfRecord bpf ->
                context(new Arrival(bpf.header(), origin, receivedNanos, out)).send(c -> mapper.bpf(c, bpf));
            case FileChangeRecord _,
                    DnsRecord _,
                    ProcessAccessRecord _,
                    SignalRecord _,
                    CapabilityRecord _,
                    KeyRecord _,
                    MemoryRecord _,
                    SurfaceRecord _,
                    TransferRecord _,
                    TaskRenameRecord _,
                    OomKillRecord _ -> {}
        }
    }

    /** Lets go what has waited long enough, and takes in what runtimes have said. To be called every few milliseconds. */
    public void tick(long nowNanos, Origin origin, Consumer<Fact> out) {
        takeNews(origin, out);
        waiting.releaseDue(nowNanos, out);
        if (nowNanos - refreshedNanos > REFRESH_NANOS) {
            refreshedNanos = nowNanos;
            runtimeFiles.refresh(node);
        }
        metrics.sizes(processes.size(), containers.size(), waiting.count());
    }

    /** Lets everything go that still waits. */
    public void flush(Consumer<Fact> out) {
        waiting.releaseAll(out);
    }

    private void takeNews(Origin origin, Consumer<Fact> out) {
        for (RuntimeNews.News one = news.poll(); one != null; one = news.poll()) {
            switch (one) {
                case RuntimeNews.Known known -> learn(known, origin, out);
                case RuntimeNews.Gone gone -> containers.forget(gone.containerId());
            }
        }
    }

    /**
     * Learns who a container is, from a runtime or from a recording, and lets go what waited for it. The pipeline thread
     * only; other threads use the {@link RuntimeNews} queue.
     */
    public void learn(RuntimeNews.Known known, Origin origin, Consumer<Fact> out) {
        introductions.learn(known, origin, out);
    }

    private void forked(ForkRecord fork) {
        TrackedProcess child = processes.forked(fork);
        membership.forked(processes.of(fork.header()), child, fork);
    }

    private void executed(ExecRecord exec, Arrival arrival) {
        lookForGroup(arrival);
        ProcessInfo before = processes.of(exec.header()).info();
        TrackedProcess process = processes.executed(exec);
        boolean begun = membership.executed(process, exec);
        InContext context = context(arrival);
        if (context.residence().isEmpty()) {
            runtimeFiles.ranOnNode(process.info().executable());
        }
        ProcessExecuted.Session session =
                context.residence().map(Residence::session).orElse(ProcessExecuted.Session.NONE);
        context.send(
                c -> new ProcessExecuted(c, exec.requestedPath(), exec.argumentsTruncated(), known(before), session));
        if (begun) {
            ContainerLife life = context.residence().orElseThrow().life();
            isolation
                    .observe(process.info(), life, hostNamespaces)
                    .ifPresent(seen -> context.sendIfAny(c -> Introductions.shown(c, seen, life)));
        }
    }

    private static ProcessInfo known(ProcessInfo before) {
        return before.executable().equals(FileObject.NONE) ? null : before;
    }

    private void cgroup(CgroupRecord record, Arrival arrival) {
        InContext context = context(arrival);
        switch (record.operation()) {
            case CgroupRecord.MKDIR ->
                containers.made(
                        record.cgroupId(),
                        record.parentCgroupId(),
                        record.path(),
                        context.residence().map(Residence::life).orElse(null));
            case CgroupRecord.ATTACH -> membership.attached(record);
            default -> {}
        }
        Optional<ContainerLife> owner = containers.of(record.cgroupId());
        context.send(c ->
                mapper.cgroup(c, record, owner.map(ContainerLife::container).orElse(Container.HOST)));
        if (record.operation() == CgroupRecord.RMDIR) {
            containers.removed(record.cgroupId());
        }
    }

    private void socket(SocketRecord record, Arrival arrival) {
        TrackedProcess process = processes.of(record.header());
        if (record.operation() != SocketRecord.CONNECT) {
            processes.markServing(process);
        }
        InContext context = context(arrival);
        if (record.operation() == SocketRecord.LISTEN && context.residence().isEmpty()) {
            runtimeFiles.listensOnNode(process.info().executable(), record.unixDevice(), record.unixInode());
        }
        context.send(c -> mapper.socket(c, record));
    }

    private void namespaces(NamespaceRecord record, Arrival arrival) {
        if (record.result() < 0) {
            return;
        }
        InContext context = context(arrival).in(RawFacts.namespaces(record.after()));
        RecordHeader header = record.header();
        // Namespaces are a thread's own; the leader's stand for the process.
        if (header.pid() == header.tid()) {
            processes.changeNamespaces(processes.of(header), record.after());
        }
        context.send(c -> mapper.namespaces(c, record));
    }

    private void credentials(CredentialsRecord record, Arrival arrival) {
        processes.changeCredentials(processes.of(record.header()), record.after());
        context(arrival).send(c -> mapper.credentials(c, record));
    }

    private void mounted(MountRecord record, Arrival arrival) {
        if (record.result() >= 0) {
            context(arrival).send(c -> mapper.mounted(c, record));
        }
    }

    /** A group whose making was missed is looked for on the node, once. */
    private void lookForGroup(Arrival arrival) {
        long group = arrival.header().cgroupId();
        if (group == 0 || containers.knows(group)) {
            return;
        }
        containers.seed(node.cgroups(), LifePhase.CREATED);
        metrics.groupLookedFor();
        if (!containers.knows(group)) {
            containers.takeForNodes(group);
        }
    }

    private InContext context(Arrival arrival) {
        lookForGroup(arrival);
        TrackedProcess process = processes.of(arrival.header());
        if (!process.info().credentials().known()) {
            metrics.unknownProcess();
        }
        return new InContext(
                arrival, process.info(), process.info().namespaces(), membership.of(process, arrival.header()));
    }

    /** A record's header, and how it came. */
    private record Arrival(RecordHeader header, Origin origin, long receivedNanos, Consumer<Fact> out) {}

    /** Everything of an event's context but the container's name, which may come later. */
    private final class InContext {
        private final Arrival arrival;
        private final ProcessInfo process;
        private final Set<NamespaceKind> ofHost;
        private final Optional<Residence> residence;
        private final LifePhase phase;

        InContext(Arrival arrival, ProcessInfo process, Namespaces namespaces, Optional<Residence> residence) {
            this.arrival = arrival;
            this.process = process;
            this.ofHost = hostShare.of(namespaces);
            this.residence = residence;
            this.phase = residence
                    .map(r -> r.running() ? LifePhase.RUNNING : LifePhase.SETUP)
                    .orElse(LifePhase.HOST);
        }

        InContext in(Namespaces namespaces) {
            return new InContext(arrival, process, namespaces, residence);
        }

        Optional<Residence> residence() {
            return residence;
        }

        private EventContext with(Container container) {
            RecordHeader header = arrival.header();
            return new EventContext(
                    header.bootNanos(),
                    bootToEpoch.applyAsLong(header.bootNanos()),
                    process,
                    container,
                    phase,
                    ofHost,
                    arrival.origin(),
                    arrival.receivedNanos());
        }

        void send(Function<EventContext, Fact> fact) {
            sendIfAny(context -> Optional.of(fact.apply(context)));
        }

        void sendIfAny(Function<EventContext, Optional<Fact>> fact) {
            Function<Container, Optional<Fact>> named = container -> fact.apply(with(container));
            if (residence.isEmpty()) {
                named.apply(Container.HOST).ifPresent(arrival.out());
                return;
            }
            ContainerLife life = residence.get().life();
            if (life.known() || life.waitedInVain() || waitNanos == 0) {
                if (!life.known()) {
                    metrics.sentPending("unnamed", 1);
                }
                named.apply(life.container()).ifPresent(arrival.out());
            } else {
                if (!waiting.holds(life)) {
                    news.ask(life.containerId());
                }
                waiting.hold(life, arrival.receivedNanos() + waitNanos, named, arrival.out());
            }
        }
    }
}

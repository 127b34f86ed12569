package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.record.BpfRecord;
import dev.vedette.probes.record.CapabilityRecord;
import dev.vedette.probes.record.CgroupRecord;
import dev.vedette.probes.record.CredentialsRecord;
import dev.vedette.probes.record.DestructionRecord;
import dev.vedette.probes.record.DnsRecord;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ExitRecord;
import dev.vedette.probes.record.FetchRecord;
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
import dev.vedette.probes.record.SignalRecord;
import dev.vedette.probes.record.SocketRecord;
import dev.vedette.probes.record.SurfaceRecord;
import dev.vedette.probes.record.TaskRenameRecord;
import dev.vedette.probes.record.TransferRecord;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.container.Membership;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.node.SeenProcess;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.metrics.Metrics;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
    private final ProcessTable processes;
    private final ContainerRegistry containers;
    private final Membership membership;
    private final RuntimeFiles runtimeFiles;
    private final RuntimeNews news;
    private final WaitingEvents waiting;
    private final PendingEvents pending;
    private final Introductions introductions;
    private final IdentityMetrics metrics;
    private final IsolationLooks looks;
    private final ProcessLives lives;
    private final GroupEvents groups;
    private final FileEvents files;
    private final NetworkEvents network;
    private final ReachEvents reach;
    private final KernelEvents kernel;
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
        this(node, processes, containers, runtimeFiles, news, bootToEpoch, settings, metrics, Runnable::run);
    }

    /**
     * As above, with somebody else to look at how far containers are kept apart: what is seen comes out later then, at the
     * next {@link #accept} or {@link #tick}.
     *
     * @param looking reads files of the node, for some milliseconds at a time
     */
    public EventEnricher(
            NodeView node,
            ProcessTable processes,
            ContainerRegistry containers,
            RuntimeFiles runtimeFiles,
            RuntimeNews news,
            LongUnaryOperator bootToEpoch,
            IdentitySettings settings,
            Metrics metrics,
            Executor looking) {
        Namespaces host = node.hostNamespaces();
        this.node = node;
        this.processes = processes;
        this.containers = containers;
        Preparers preparers = new Preparers(runtimeFiles);
        this.membership =
                new Membership(processes, containers, host.mount(), runtimeFiles::isSandbox, preparers::prepares);
        this.runtimeFiles = runtimeFiles;
        this.news = news;
        this.metrics = new IdentityMetrics(metrics);
        this.looks = new IsolationLooks(new KernelIsolation(node, this.metrics), looking);
        this.pending = new PendingEvents(settings.maxWaiting(), this.metrics);
        this.waiting = new WaitingEvents(
                settings.maxWaiting(), settings.waitForRuntime().toNanos(), pending, news::ask);
        this.introductions = new Introductions(processes, containers, looks, waiting, pending, this.metrics);
        Contexts contexts = new Contexts(
                node,
                processes,
                containers,
                membership,
                waiting,
                pending,
                preparers,
                this.metrics,
                bootToEpoch,
                settings.waitForRuntime().toNanos());
        this.lives = new ProcessLives(processes, membership, runtimeFiles, contexts, looks);
        this.groups = new GroupEvents(containers, membership, contexts);
        FileLookup lookup = new FileLookup(node, processes, this.metrics);
        this.files = new FileEvents(runtimeFiles, new ChangedFiles(lookup), contexts);
        this.network = new NetworkEvents(processes, runtimeFiles, contexts);
        this.reach = new ReachEvents(contexts);
        this.kernel = new KernelEvents(contexts);
    }

    /** Takes in what was there before: to be called once, after the probes are attached and before the first record. */
    public void seed() {
        runtimeFiles.refresh(node);
        List<SeenProcess> seen = node.processes();
        containers.seed(node.cgroups());
        seen.stream()
                .filter(process -> containers.of(process.cgroupId()).isEmpty())
                .forEach(process -> runtimeFiles.ranOnNode(process.executable()));
        processes.seed(seen);
        membership.seed(seen);
    }

    /**
     * Takes one record and gives out the facts that follow from it, and others that have waited.
     *
     * @param receivedNanos when it came out of the ring, {@link System#nanoTime()}
     */
    public void accept(KernelRecord record, Origin origin, long receivedNanos, Consumer<Fact> out) {
        takeNews(origin, receivedNanos, out);
        waiting.releaseDue(receivedNanos, out);
        Arrival arrival = new Arrival(record.header(), origin, receivedNanos, out);
        switch (record) {
            case ForkRecord fork -> lives.forked(fork);
            case ExecRecord exec -> lives.executed(exec, arrival);
            case ExitRecord exit -> lives.exited(exit, arrival);
            case NamespaceRecord change -> lives.namespaces(change, arrival);
            case CredentialsRecord change -> lives.credentials(change, arrival);
            case TaskRenameRecord rename -> lives.renamed(rename, arrival);
            case CgroupRecord group -> groups.accept(group, arrival);
            case FileOpenRecord open -> files.opened(open, arrival);
            case FileChangeRecord change -> files.changed(change, arrival);
            case DestructionRecord destruction -> files.destroyed(destruction, arrival);
            case MountRecord mount -> files.mounted(mount, arrival);
            case MemoryRecord memory -> files.protectedMemory(memory, arrival);
            case TransferRecord transfer -> files.transferred(transfer, arrival);
            case SocketRecord socket -> network.socket(socket, arrival);
            case DnsRecord dns -> network.dns(dns, arrival);
            case FetchRecord fetch -> network.fetched(fetch, arrival);
            case ProcessAccessRecord access -> reach.accessed(access, arrival);
            case SignalRecord signal -> reach.signalled(signal, arrival);
            case OomKillRecord kill -> reach.ranOutOfMemory(kill, arrival);
            case ModuleRecord module -> kernel.module(module, arrival);
            case BpfRecord bpf -> kernel.bpf(bpf, arrival);
            case CapabilityRecord capability -> kernel.capability(capability, arrival);
            case KeyRecord key -> kernel.key(key, arrival);
            case SurfaceRecord surface -> kernel.surface(surface, arrival);
        }
    }

    /** Lets go what has waited long enough, and takes in what runtimes have said. To be called often: see {@link #isWaiting}. */
    public void tick(long nowNanos, Origin origin, Consumer<Fact> out) {
        takeNews(origin, nowNanos, out);
        waiting.releaseDue(nowNanos, out);
        pending.ask(nowNanos, news::ask, out);
        if (nowNanos - refreshedNanos > REFRESH_NANOS) {
            refreshedNanos = nowNanos;
            runtimeFiles.refresh(node);
        }
        metrics.sizes(processes.size(), containers.size(), waiting.count(), pending.containers());
    }

    /** Whether facts wait for a runtime's word: then {@link #tick} is due every few milliseconds. */
    public boolean isWaiting() {
        return waiting.count() > 0 || looks.areUnderWay();
    }

    /** Lets everything go that still waits. */
    public void flush(Consumer<Fact> out) {
        waiting.releaseAll(out);
    }

    private void takeNews(Origin origin, long nowNanos, Consumer<Fact> out) {
        looks.giveOut();
        for (RuntimeNews.News one = news.poll(); one != null; one = news.poll()) {
            switch (one) {
                case RuntimeNews.Known known -> introductions.learn(known, origin, nowNanos, out);
                case RuntimeNews.Gone gone -> containers.forget(gone.containerId());
            }
        }
    }

    /**
     * Learns who a container is, from a runtime or from a recording, and lets go what waited for it. The pipeline thread
     * only; other threads use the {@link RuntimeNews} queue.
     */
    public void learn(RuntimeNews.Known known, Origin origin, Consumer<Fact> out) {
        introductions.learn(known, origin, System.nanoTime(), out);
    }
}

package dev.vedette.sensor.identity;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.probes.BootClock;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.probes.libc.Libc;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.ProcNode;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.runtime.RuntimeMetrics;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.identity.runtime.RuntimeWatch;
import dev.vedette.sensor.metrics.Metrics;
import java.lang.foreign.MemorySegment;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The real kernel, the real node and a real runtime up to identity, with everything that comes out kept. */
final class LiveSensor implements AutoCloseable {
    private final KernelProbes probes;
    private final EventEnricher enricher;
    private final LookingThread looking = new LookingThread();
    private final RecordDecoder decoder = new RecordDecoder();
    private final ContainerRuntime cri;
    private final RuntimeWatch watch;
    private final Thread pipeline;
    private final Metrics metrics = new Metrics();
    private final ContainerRegistry containers = new ContainerRegistry(4096);
    private final BlockingQueue<Runnable> onPipeline = new LinkedBlockingQueue<>();
    private final Queue<Fact> facts = new ConcurrentLinkedQueue<>();
    private volatile Throwable failure;
    private volatile boolean closed;

    /** What identity rests on: to attach and detach all probes takes a test seconds. */
    private static final Set<String> LIVES = Set.of(
            "sched_process_fork",
            "sched_process_exec",
            "sched_process_exit",
            "cgroup_mkdir",
            "cgroup_rmdir",
            "cgroup_attach_task",
            "cgroup_freeze",
            "cgroup_unfreeze",
            "setns",
            "unshare",
            "pivot_root",
            "chroot",
            "credentials",
            "task_rename");

    LiveSensor(ContainerRuntime cri) throws ProbesUnavailableException {
        this(cri, Duration.ofSeconds(5));
    }

    /** @param waits how long an event waits for its container's name */
    LiveSensor(ContainerRuntime cri, Duration waits) throws ProbesUnavailableException {
        this(cri, waits, ProbeSettings.defaults().withFacts(LIVES));
    }

    static LiveSensor ofAllFacts(ContainerRuntime cri) throws ProbesUnavailableException {
        return new LiveSensor(cri, Duration.ofSeconds(5), ProbeSettings.defaults());
    }

    private LiveSensor(ContainerRuntime cri, Duration waits, ProbeSettings probeSettings)
            throws ProbesUnavailableException {
        this.cri = cri;
        this.probes = KernelProbes.attach(probeSettings);
        ProcNode node = new ProcNode();
        RuntimeNews news = new RuntimeNews(256);
        IdentitySettings settings = new IdentitySettings(waits, 10_000, 65_536, 4096);
        BootClock clock = BootClock.measure(new Libc());
        this.enricher = new EventEnricher(
                node,
                new ProcessTable(node, settings.maxProcesses()),
                containers,
                new RuntimeFiles(List.of(cri.endpoint().socket())),
                news,
                clock::toEpochNanos,
                settings,
                metrics,
                looking);
        this.watch = new RuntimeWatch(cri, node, news, new RuntimeMetrics(metrics), Clock.systemUTC());
        enricher.seed();
        watch.start();
        this.pipeline = Thread.ofPlatform().name("pipeline").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                probes.ring().await(Duration.ofMillis(2));
                probes.ring().drain(this::onRecord, 4096);
                enricher.tick(System.nanoTime(), Origin.LIVE, facts::add);
                for (Runnable task = onPipeline.poll(); task != null; task = onPipeline.poll()) {
                    task.run();
                }
            }
        } catch (Exception | Error e) {
            failure = e;
        }
    }

    private void onRecord(MemorySegment data, long offset, int length) {
        try {
            enricher.accept(decoder.decode(data, offset, length), Origin.LIVE, System.nanoTime(), facts::add);
        } catch (MalformedRecordException e) {
            failure = e;
        }
    }

    RuntimeWatch watch() {
        return watch;
    }

    /** The containers that live, as the pipeline knows them now; sandboxes are left out. */
    List<Container> living() throws InterruptedException, ExecutionException {
        FutureTask<List<Container>> look = new FutureTask<>(() -> containers.all().stream()
                .filter(life -> life.phase() != LifePhase.STOPPED)
                .map(ContainerLife::container)
                .filter(container -> container.role() != Container.Role.SANDBOX)
                .toList());
        onPipeline.add(look);
        return look.get();
    }

    Queue<Fact> facts() {
        if (failure != null) {
            throw new AssertionError("the pipeline failed", failure);
        }
        return facts;
    }

    <T extends Fact> Stream<T> all(Class<T> type) {
        return facts().stream().filter(type::isInstance).map(type::cast);
    }

    /** Programs with this text among their arguments. */
    List<ProcessExecuted> programs(String argument) {
        return all(ProcessExecuted.class)
                .filter(exec -> exec.arguments().stream().anyMatch(a -> a.contains(argument)))
                .toList();
    }

    boolean sees(Predicate<Fact> what) {
        return facts().stream().anyMatch(what);
    }

    Metrics metrics() {
        return metrics;
    }

    @Override
    public void close() {
        closed = true;
        try {
            pipeline.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watch.close();
        looking.close();
        cri.close();
        probes.close();
    }
}

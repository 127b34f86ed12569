package dev.vedette.sensor.agent;

import dev.vedette.baseline.novelty.ProcessBaseline;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RepeatFilter;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.engine.ToldFindings;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.probes.BootClock;
import dev.vedette.probes.KernelDenials;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.probes.libc.Libc;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlServer;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.denial.ContainerDenials;
import dev.vedette.sensor.denial.DeniedFacts;
import dev.vedette.sensor.denial.InsideProcess;
import dev.vedette.sensor.denial.OrderedDenials;
import dev.vedette.sensor.identity.EventEnricher;
import dev.vedette.sensor.identity.RuntimeFiles;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.container.GroupListener;
import dev.vedette.sensor.identity.node.AbsentNode;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.node.ProcNode;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.runtime.PodDirectory;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.identity.sandbox.SandboxScan;
import dev.vedette.sensor.libpod.LibpodState;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.outputs.MetricsEndpoint;
import dev.vedette.sensor.outputs.OutputException;
import dev.vedette.sensor.outputs.OutputQueue;
import dev.vedette.sensor.pipeline.BlindSpotWatch;
import dev.vedette.sensor.pipeline.ContentionWatch;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.EventTime;
import dev.vedette.sensor.pipeline.FactJudge;
import dev.vedette.sensor.pipeline.LossTally;
import dev.vedette.sensor.pipeline.LossWatch;
import dev.vedette.sensor.pipeline.Pipeline;
import dev.vedette.sensor.pipeline.ProbeWatch;
import dev.vedette.sensor.pipeline.RecordSource;
import dev.vedette.sensor.pipeline.RecordTap;
import dev.vedette.sensor.pipeline.RingSource;
import dev.vedette.sensor.pipeline.StaleCgroups;
import dev.vedette.sensor.pipeline.Watch;
import dev.vedette.sensor.posture.NodeLooks;
import dev.vedette.sensor.posture.health.HealthItem;
import dev.vedette.sensor.recording.Recording;
import dev.vedette.sensor.recording.RecordingException;
import dev.vedette.sensor.recording.RecordingWriter;
import dev.vedette.sensor.response.CgroupFreezer;
import dev.vedette.sensor.response.ContainerGroup;
import dev.vedette.sensor.response.KillSwitch;
import dev.vedette.sensor.response.Responder;
import dev.vedette.sensor.response.SensorSelf;
import dev.vedette.sensor.response.Spared;
import dev.vedette.sensor.response.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * One sensor: kernel and runtimes in, findings and responses out.
 *
 * <p>{@link #wire} reads like the way of an event. Starting and closing belong to one thread; everything else is
 * thread-safe. Nothing is attached and no port is open before {@link #start}, and nothing after {@link #close}.
 */
public final class Sensor implements AutoCloseable {
    private static final Duration REPEAT_WINDOW = Duration.ofMinutes(10);
    private static final int REPEATS_REMEMBERED = 16_384;
    private static final int NEWS_WAITING = 1_024;

    private final SensorSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final Metrics metrics = new Metrics();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Pipeline pipeline;
    private PolicyEngine engine;
    private ContainerRoster roster;
    private WatchedRuntimes runtimes;
    /** Null when a recording is played: a recording has no images. */
    private ImageCare images;
    /** Null when a recording is played. */
    private volatile NodeWatch nodeWatch;
    /** Null when a recording is played. */
    private volatile ContainerDenials denials;
    /** Null when a recording is played. */
    private volatile OrderedDenials orders;

    private int metricsPort;

    public Sensor(SensorSettings settings) {
        this.settings = settings;
    }

    /**
     * Watches the live kernel.
     *
     * @throws SensorException if something it cannot do without is missing
     * @throws ProbesUnavailableException if the kernel or the rights allow no probes; nothing stays open then
     */
    public void start() throws SensorException, ProbesUnavailableException {
        try {
            Rules rules = opened(Rules.load(settings, metrics));
            Rehearsal.run(rules, settings.tuning().learning());
            NodeView node = new ProcNode();
            KernelProbes probes = opened(KernelProbes.attach(settings.tuning()
                    .probes()
                    .withFacts(settings.tuning()
                            .compatCalls()
                            .atFirst(DeniedFacts.among(
                                    NeededFacts.of(rules.judgedFacts(), KernelProbes.tellable()),
                                    rules.policies().denials())))));
            WatchedFiles.watch(probes, rules.catalog().all(), rules.policies());
            BootClock bootClock = BootClock.measure(new Libc());
            StateDirectory.prepare(settings.stateDirectory());
            RuntimeNews news = new RuntimeNews(NEWS_WAITING);
            LibpodState podman = new LibpodState(clock);
            wire(
                    rules,
                    new Stream(
                            new RingSource(probes.records()),
                            node,
                            List.of(podman),
                            news,
                            new EventTime(BootClock::measure),
                            BootTime.measured(new Libc()),
                            opened(ToldFile.in(settings.stateDirectory(), BootId.read(), REPEATS_REMEMBERED)),
                            probes::probes,
                            new NamedGroups(probes.groups(), rules.catalog().all()),
                            settings.tuning().compatCalls() == CompatCalls.AUTO
                                    ? List.of(new CompatWatch(probes))
                                    : List.of()),
                    new LiveWatches(
                            probes, node, bootClock, podman, rules.policies().denials()));
            new ProbeFigures(probes).addTo(metrics);
            opened(rules.follow(policies -> {
                WatchedFiles.watch(probes, rules.catalog().all(), policies);
                replacePolicies(policies);
                deny(policies);
            }));
        } catch (SensorException | ProbesUnavailableException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void deny(PolicySet policies) {
        try {
            orders.replacePolicies(policies.denials());
        } catch (ProbesUnavailableException e) {
            System.getLogger(Sensor.class.getName())
                    .log(System.Logger.Level.ERROR, "not all that is denied can be refused: " + e.getMessage());
        }
    }

    /**
     * Plays a recording through the same pipeline.
     *
     * @throws SensorException if it is no recording, or something it cannot do without is missing
     */
    public void play(InputStream recorded) throws SensorException {
        try {
            Rules rules = opened(Rules.load(settings, metrics));
            RuntimeNews news = new RuntimeNews(NEWS_WAITING);
            Recording recording = opened(new Recording(recorded, Recording.Pace.AS_TAKEN, news, new EpochClock(clock)));
            wire(
                    rules,
                    new Stream(
                            recording,
                            new AbsentNode(recording.hostNamespaces()),
                            List.of(),
                            news,
                            new FirstIsNow(new EpochClock(clock)),
                            System::nanoTime,
                            ToldFindings.NOWHERE,
                            List::of,
                            GroupListener.NONE,
                            List.of()),
                    (containers, baseline, tally) -> List.of());
            opened(rules.follow(this::replacePolicies));
        } catch (RecordingException e) {
            close();
            throw new SensorException(e.getMessage(), e);
        } catch (SensorException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where records come from, and what goes with that. */
    private record Stream(
            RecordSource source,
            NodeView node,
            List<ContainerRuntime> runtimes,
            RuntimeNews news,
            LongUnaryOperator bootToEpoch,
            LongSupplier bootNanos,
            ToldFindings told,
            Supplier<List<ProbeStatus>> probes,
            GroupListener groups,
            List<RecordTap> taps) {}

    /** What is looked at beside the stream. */
    private interface WatchesOf {
        List<Watch> over(ContainerRegistry containers, ProcessBaseline baseline, LossTally tally);
    }

    private final class LiveWatches implements WatchesOf {
        private final KernelProbes probes;
        private final NodeView node;
        private final BootClock bootClock;
        private final LibpodState podman;
        private final List<DenyRule> denied;

        LiveWatches(
                KernelProbes probes, NodeView node, BootClock bootClock, LibpodState podman, List<DenyRule> denied) {
            this.probes = probes;
            this.node = node;
            this.bootClock = bootClock;
            this.podman = podman;
            this.denied = denied;
        }

        @Override
        public List<Watch> over(ContainerRegistry containers, ProcessBaseline baseline, LossTally tally) {
            EpochClock epoch = new EpochClock(clock);
            KernelDenials kernel = probes.denials();
            kernel.auditOnly(settings.tuning().responses().auditOnly());
            long bootedNanos = bootClock.toEpochNanos(0);
            denials = new ContainerDenials(
                    kernel,
                    containers,
                    new InsideProcess(node, ContainerGroup.ofNode()),
                    new Spared(settings.tuning().responses(), SensorSelf.detect()),
                    seconds -> seconds - bootedNanos / 1_000_000_000L,
                    denied,
                    probes::settle);
            orders = new OrderedDenials(probes, denials, denied);
            return List.of(
                    denials,
                    new StoppedDenials(
                            kernel,
                            KillSwitch.in(settings.stateDirectory()),
                            settings.tuning().responses().auditOnly()),
                    new LossWatch(probes, containers, baseline, epoch, tally, metrics),
                    new ProbeWatch(probes, epoch),
                    new ContentionWatch(probes, containers, epoch),
                    new StaleCgroups(probes, node),
                    new BlindSpotWatch(new SandboxScan(Path.of("/proc")), podman, containers, epoch));
        }
    }

    private void wire(Rules rules, Stream stream, WatchesOf watchesOf) throws SensorException {
        NodeView node = stream.node();
        EpochClock epoch = new EpochClock(clock);
        FindingJson json = new FindingJson();

        // who it was
        ProcessTable processes =
                new ProcessTable(node, settings.tuning().identity().maxProcesses());
        ContainerRegistry containers =
                new ContainerRegistry(settings.tuning().identity().maxContainers(), stream.groups());
        PodDirectory pods = NodePods.watch(settings.kubernetes(), settings.node(), open::push);
        runtimes = opened(
                new WatchedRuntimes(settings.runtimes(), stream.runtimes(), node, stream.news(), metrics, clock, pods));
        EventEnricher enricher = new EventEnricher(
                node,
                processes,
                containers,
                new RuntimeFiles(sockets()),
                stream.news(),
                stream.bootToEpoch(),
                settings.tuning().identity(),
                metrics);

        // whether it is new, and what it means
        ProcessBaseline baseline = new ProcessBaseline(settings.tuning().learning());
        engine = opened(rules.engine(new Site(settings.node(), BootId.read()), new CountingObserver(metrics)));

        // who is told, and what is done
        roster = new ContainerRoster(containers, baseline, epoch);
        LossTally tally = new LossTally();
        RecentFindings recent = new RecentFindings(json);
        RecentEvents events = new RecentEvents();
        List<Watch> watches = new ArrayList<>(watchesOf.over(containers, baseline, tally));
        Responder responder = new Responder(
                settings.node(),
                runtimes.clients(),
                CgroupFreezer.ofNode(),
                settings.tuning().responses(),
                SensorSelf.detect(),
                surroundings(stream, events),
                metrics,
                clock);
        CommandSlot commands = new CommandSlot();
        NodeStatus status = new NodeStatus(
                stream.source().origin(), stream.probes(), runtimes::state, roster, tally, this::nodeHealth);
        FindingDesk desk = opened(new FindingDesk(
                new RepeatFilter(REPEAT_WINDOW, REPEATS_REMEMBERED, stream.bootNanos(), stream.told()),
                outputs(json, status, commands),
                recent,
                responder,
                metrics));
        LocalControl control = new LocalControl(roster, recent, responder, desk, json, node, () -> denials);
        commands.connect(control::command);

        // the way there
        watches.add(roster);
        ResponseCare care = opened(new ResponseCare(responder, desk::tell));
        watches.add(care);
        if (stream.source().origin() == Origin.LIVE) {
            nodeWatch = opened(nodeWatch());
            watches.add(nodeWatch);
        }
        if (stream.source().origin() == Origin.LIVE) {
            images = opened(new ImageCare(
                    runtimes.clients(),
                    roster,
                    rules.catalog(),
                    rules.policies(),
                    settings.stateDirectory(),
                    settings.tuning().admissions(),
                    clock));
            watches.add(images);
        }
        List<RecordTap> taps = new ArrayList<>(stream.taps());
        taps.addAll(recordTo(node, containers, watches));
        pipeline = opened(new Pipeline(
                stream.source(),
                new RecordDecoder(),
                enricher,
                new FactJudge(engine, baseline, desk::take, events::add),
                watches,
                taps,
                metrics));

        enricher.seed();
        runtimes.start();
        pipeline.start();
        care.start();
        serve(control);
        if (nodeWatch != null) {
            nodeWatch.start();
        }
        if (images != null) {
            images.start();
        }
    }

    /** A recording's containers are not of this node: nothing is done, and nothing is to be kept. */
    private Surroundings surroundings(Stream stream, RecentEvents events) throws SensorException {
        return stream.source().origin() == Origin.LIVE
                ? new Surroundings(
                        Optional.of(settings.stateDirectory()),
                        orders,
                        NodeCluster.of(settings.kubernetes(), open::push),
                        events::of)
                : Surroundings.NONE;
    }

    private List<HealthItem> nodeHealth() {
        NodeWatch watch = nodeWatch;
        return watch == null ? List.of() : watch.health();
    }

    private NodeWatch nodeWatch() {
        List<RuntimeEndpoint> speaking = settings.runtimes().stream()
                .filter(endpoint -> endpoint.kind().speaksCri())
                .toList();
        NodeLooks looks = new NodeLooks(NodeRoot.ofNode(), settings.stateDirectory(), () -> speaking, clock);
        return new NodeWatch(looks.posture(), looks.health(), metrics);
    }

    private List<Path> sockets() {
        return settings.runtimes().stream().map(RuntimeEndpoint::socket).toList();
    }

    private List<OutputQueue> outputs(FindingJson json, NodeStatus status, CommandSlot commands)
            throws SensorException {
        try {
            return new OpenOutputs(json, metrics).open(settings.outputs(), status, commands);
        } catch (OutputException e) {
            throw new SensorException(e.getMessage(), e);
        }
    }

    private List<RecordTap> recordTo(NodeView node, ContainerRegistry containers, List<Watch> watches)
            throws SensorException {
        if (settings.record().isEmpty()) {
            return List.of();
        }
        try {
            RecordingWriter writer =
                    opened(new RecordingWriter(settings.record().get(), node.hostNamespaces(), containers));
            watches.add(writer);
            return List.of(writer);
        } catch (IOException e) {
            throw new SensorException("cannot record to " + settings.record().get() + ": " + e.getMessage(), e);
        }
    }

    private void serve(LocalControl control) throws SensorException {
        StateDirectory.prepare(settings.stateDirectory());
        try {
            opened(new ControlServer(ControlSocket.in(settings.stateDirectory()), control));
            if (settings.outputs().metrics().isPresent()) {
                OutputSettings.MetricsSettings where =
                        settings.outputs().metrics().get();
                metricsPort = opened(new MetricsEndpoint(where.address(), where.token(), metrics, this::isReady))
                        .port();
            }
        } catch (ControlException | OutputException e) {
            throw new SensorException(e.getMessage(), e);
        }
    }

    /** Whether the pipeline runs and every runtime has been listed. */
    public boolean isReady() {
        return pipeline != null && pipeline.isRunning() && runtimes.synced();
    }

    /** The containers as the sensor knows them. */
    public List<ContainerRoster.Entry> containers() {
        return roster.entries();
    }

    /** The rules that are loaded. */
    public RuleCatalog catalog() {
        return engine.catalog();
    }

    /** The port of the figures' endpoint, 0 without one. */
    public int metricsPort() {
        return metricsPort;
    }

    /** All figures, in the Prometheus text format. */
    public String figures() {
        return metrics.scrape();
    }

    /** Puts other policies in force from the next fact on. */
    public void replacePolicies(PolicySet policies) {
        engine.replacePolicies(policies);
        if (images != null) {
            images.replacePolicies(policies);
        }
    }

    /** Waits until a recording has been played. */
    public void awaitEnd() throws InterruptedException {
        pipeline.join();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.getLogger(Sensor.class.getName())
                        .log(System.Logger.Level.WARNING, "something did not close: " + e.getMessage());
            }
        }
    }
}

package dev.vedette.sensor.agent;

import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RepeatFilter;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.SensorNotice;
import dev.vedette.probes.BootClock;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.identity.EventEnricher;
import dev.vedette.sensor.identity.LookingThread;
import dev.vedette.sensor.identity.RuntimeFiles;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.neighbours.MeasuredHarms;
import dev.vedette.sensor.outputs.OutputException;
import dev.vedette.sensor.outputs.OutputQueue;
import dev.vedette.sensor.outputs.console.NodeNews;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.FactJudge;
import dev.vedette.sensor.pipeline.LossTally;
import dev.vedette.sensor.pipeline.Notices;
import dev.vedette.sensor.pipeline.Pipeline;
import dev.vedette.sensor.pipeline.RecordTap;
import dev.vedette.sensor.pipeline.Watch;
import dev.vedette.sensor.recording.RecordingOrigin;
import dev.vedette.sensor.recording.RecordingWriter;
import dev.vedette.sensor.report.Judged;
import dev.vedette.sensor.report.NodeReport;
import dev.vedette.sensor.response.CgroupFreezer;
import dev.vedette.sensor.response.Descent;
import dev.vedette.sensor.response.Harms;
import dev.vedette.sensor.response.Responder;
import dev.vedette.sensor.response.SensorSelf;
import dev.vedette.sensor.response.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One sensor: kernel and runtimes in, findings and responses out.
 *
 * <p>{@link #wire} reads like the way of an event. Starting and closing belong to one thread; everything else is
 * thread-safe. Nothing is attached and no port is open before {@link #start}, and nothing after {@link #close}.
 */
public final class Sensor implements AutoCloseable {
    private static final Duration REPEAT_WINDOW = Duration.ofMinutes(10);
    private static final int REPEATS_REMEMBERED = 16_384;

    private final SensorSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final Metrics metrics = new Metrics();
    private final OpenParts open = new OpenParts();
    private Pipeline pipeline;
    private PolicyEngine engine;
    private ContainerRoster roster;
    private WatchedRuntimes runtimes;
    private Kernel.Beside beside;
    private NodeCare nodeCare;
    private ExceptionWatch exceptions;
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
            Rules rules = open.add(Rules.load(settings, metrics, open::add));
            wire(rules, attached(rules));
        } catch (SensorException | ProbesUnavailableException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Attaching waits for the kernel: the code is warmed meanwhile. */
    private Kernel attached(Rules rules) throws SensorException, ProbesUnavailableException {
        try (var _ = Rehearsal.begin(rules, settings.tuning().learning())) {
            return LiveKernel.attach(settings, rules, metrics, clock, open);
        }
    }

    /**
     * Plays a recording through the same pipeline.
     *
     * @throws SensorException if it is no recording, or something it cannot do without is missing
     */
    public void play(InputStream recorded) throws SensorException {
        try {
            Rules rules = open.add(Rules.load(settings, metrics, open::add));
            wire(rules, PlayedKernel.of(recorded, clock, open));
        } catch (SensorException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void wire(Rules rules, Kernel kernel) throws SensorException {
        EventStream stream = kernel.stream();
        SensorSettings.Tuning tuning = settings.tuning();
        FindingJson json = new FindingJson();

        // who it was
        ProcessTable processes =
                new ProcessTable(stream.node(), tuning.identity().maxProcesses());
        ContainerRegistry containers = new ContainerRegistry(tuning.identity().maxContainers(), stream.groups());
        runtimes = open.add(runtimes(stream));
        EventEnricher enricher = enricher(stream, processes, containers);

        // whether it is new, and what it means
        WorkloadBaseline baseline = new WorkloadBaseline(tuning.learning());
        Notices notices = new Notices(new EpochClock(clock));
        exceptions = new ExceptionWatch(rules.policies(), metrics, clock);
        engine = open.add(rules.engine(
                new Site(settings.node(), BootId.read()), new CountingObserver(metrics, notices, exceptions)));

        // what is looked at beside the events
        roster = new ContainerRoster(containers, baseline);
        LossTally tally = new LossTally();
        beside = kernel.beside(containers, baseline, tally);
        nodeCare = open.add(nodeCare(stream, rules));
        ClockWatch clocks = new ClockWatch(BootClock::measure, metrics);

        // who is told, and what is done
        RecentFindings recent = new RecentFindings(json);
        RecentEvents events = new RecentEvents();
        Responder responder = responder(surroundings(stream, events, processes.lineages()::descendants));
        CommandSlot commands = new CommandSlot();
        NodeStatus status = new NodeStatus(
                stream.source().origin(),
                stream.probes(),
                runtimes::state,
                roster,
                tally,
                () -> clocks.beside(nodeCare.health()),
                responder,
                json);
        Judged judged = new Judged();
        NodeReport report = new NodeReport(
                engine.catalog(),
                judged,
                nodeCare::posture,
                roster::ids,
                new NodeReport.Kernel(stream.facts(), stream.probes()));
        NodeNews news = new NodeNews(status, report, () -> NeighbourLines.json(beside.neighbours()));
        FindingDesk desk = open.add(new FindingDesk(
                new RepeatFilter(REPEAT_WINDOW, REPEATS_REMEMBERED, stream.bootNanos(), stream.told()),
                outputs(json, news, commands, notices),
                recent,
                responder,
                metrics));
        ResponseCare responseCare = open.add(new ResponseCare(responder, desk::tell));
        LocalControl control = new LocalControl(
                roster, recent, responder, desk, json, stream.node(), beside.denied(), beside.neighbours());
        commands.connect(control);

        // the way there
        Optional<RecordingWriter> writer = recordingWriter(stream, containers);
        pipeline = open.add(new Pipeline(
                stream.source(),
                new RecordDecoder(),
                enricher,
                new FactJudge(
                        engine,
                        baseline,
                        judged.findingsBefore(desk::take),
                        judged.factsBefore(beside.facts().andThen(events::add))),
                watches(clocks, responseCare, notices, writer, stream.isLive()),
                taps(stream, writer),
                metrics));

        enricher.seed();
        runtimes.start();
        pipeline.start();
        responseCare.start();
        metricsPort = ServedDoors.open(settings, control, metrics, this::isReady, open);
        nodeCare.start();
        open.add(rules.follow(
                this::replacePolicies,
                problem -> notices.say(SensorNotice.Kind.POLICY_REFUSED, place(problem), problem.message())));
    }

    private static String place(PolicyProblem problem) {
        return problem.line() > 0 ? problem.file() + ":" + problem.line() : problem.file();
    }

    private WatchedRuntimes runtimes(EventStream stream) throws SensorException {
        return new WatchedRuntimes(
                settings.runtimes(),
                stream.runtimes(),
                stream.node(),
                stream.news(),
                metrics,
                clock,
                NodePods.watch(settings.kubernetes(), settings.node(), open::add));
    }

    private EventEnricher enricher(EventStream stream, ProcessTable processes, ContainerRegistry containers) {
        List<Path> sockets =
                settings.runtimes().stream().map(RuntimeEndpoint::socket).toList();
        return new EventEnricher(
                stream.node(),
                processes,
                containers,
                new RuntimeFiles(sockets),
                stream.news(),
                stream.bootToEpoch(),
                settings.tuning().identity(),
                metrics,
                stream.isLive() ? open.add(new LookingThread()) : Runnable::run);
    }

    private NodeCare nodeCare(EventStream stream, Rules rules) {
        return stream.isLive()
                ? NodeCare.live(settings, rules, runtimes.clients(), roster, metrics, clock)
                : NodeCare.NONE;
    }

    /** A recording's containers are not of this node: nothing is done, and nothing is to be kept. */
    private Surroundings surroundings(EventStream stream, RecentEvents events, Descent descent) throws SensorException {
        return stream.isLive()
                ? new Surroundings(
                        Optional.of(settings.stateDirectory()),
                        beside.orders(),
                        NodeCluster.of(settings.kubernetes(), open::add),
                        events::of,
                        descent,
                        beside.neighbours().<Harms>map(MeasuredHarms::new).orElse(Harms.UNKNOWN))
                : Surroundings.NONE;
    }

    private Responder responder(Surroundings surroundings) {
        return new Responder(
                settings.node(),
                runtimes.clients(),
                CgroupFreezer.ofNode(),
                settings.tuning().responses(),
                SensorSelf.detect(),
                surroundings,
                metrics,
                clock);
    }

    private List<OutputQueue> outputs(FindingJson json, NodeNews news, CommandSlot commands, Notices notices)
            throws SensorException {
        try {
            return new OpenOutputs(json, metrics, notices).open(settings.outputs(), news, commands);
        } catch (OutputException e) {
            throw new SensorException(e.getMessage(), e);
        }
    }

    private Optional<RecordingWriter> recordingWriter(EventStream stream, ContainerRegistry containers)
            throws SensorException {
        if (settings.record().isEmpty()) {
            return Optional.empty();
        }
        Path file = settings.record().get();
        try {
            return Optional.of(open.add(
                    new RecordingWriter(file, origin(stream), stream.node().hostNamespaces(), containers)));
        } catch (IOException e) {
            throw new SensorException("cannot record to " + file + ": " + e.getMessage(), e);
        }
    }

    private RecordingOrigin origin(EventStream stream) {
        return new RecordingOrigin(
                settings.node(),
                BootId.read(),
                stream.bootToEpoch().applyAsLong(0),
                new EpochClock(clock).epochNanos());
    }

    private List<Watch> watches(
            ClockWatch clocks,
            ResponseCare responses,
            Notices notices,
            Optional<RecordingWriter> writer,
            boolean live) {
        List<Watch> watches = new ArrayList<>(beside.watches());
        watches.add(clocks);
        watches.add(roster);
        watches.add(responses);
        watches.add(notices);
        watches.addAll(nodeCare.watches());
        if (live) {
            // What ends by the calendar is no matter of a recording.
            watches.add(exceptions);
        }
        writer.ifPresent(watches::add);
        return watches;
    }

    private static List<RecordTap> taps(EventStream stream, Optional<RecordingWriter> writer) {
        List<RecordTap> taps = new ArrayList<>(stream.taps());
        writer.ifPresent(taps::add);
        return taps;
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

    /** Puts other policies in force from the next fact on, for judging as for denying. */
    public void replacePolicies(PolicySet policies) {
        engine.replacePolicies(policies);
        nodeCare.replacePolicies(policies);
        exceptions.replacePolicies(policies);
        beside.policies().accept(policies);
    }

    /** Waits until a recording has been played. */
    public void awaitEnd() throws InterruptedException {
        pipeline.join();
    }

    @Override
    public void close() {
        open.close();
    }
}

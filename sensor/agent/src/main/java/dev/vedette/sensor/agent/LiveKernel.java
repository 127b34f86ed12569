package dev.vedette.sensor.agent;

import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.probes.BootClock;
import dev.vedette.probes.KernelDenials;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.probes.libc.Libc;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.denial.BootSeconds;
import dev.vedette.sensor.denial.ContainerDenials;
import dev.vedette.sensor.denial.DeniedFacts;
import dev.vedette.sensor.denial.InsideProcess;
import dev.vedette.sensor.denial.OrderedDenials;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.node.ProcNode;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.identity.sandbox.SandboxScan;
import dev.vedette.sensor.libpod.LibpodState;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.neighbours.FloodWatch;
import dev.vedette.sensor.neighbours.MemoryWatch;
import dev.vedette.sensor.neighbours.NeighbourWatch;
import dev.vedette.sensor.neighbours.Neighbours;
import dev.vedette.sensor.neighbours.WaitMatrices;
import dev.vedette.sensor.neighbours.WaitMatrix;
import dev.vedette.sensor.pipeline.BlindSpotWatch;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.EventTime;
import dev.vedette.sensor.pipeline.KernelTime;
import dev.vedette.sensor.pipeline.LossTally;
import dev.vedette.sensor.pipeline.LossWatch;
import dev.vedette.sensor.pipeline.ProbeWatch;
import dev.vedette.sensor.pipeline.RecordTap;
import dev.vedette.sensor.pipeline.RingSource;
import dev.vedette.sensor.pipeline.StaleCgroups;
import dev.vedette.sensor.pipeline.Watch;
import dev.vedette.sensor.response.ContainerGroup;
import dev.vedette.sensor.response.KillSwitch;
import dev.vedette.sensor.response.SensorSelf;
import dev.vedette.sensor.response.Spared;
import dev.vedette.sensor.space.SpaceWatch;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel that the sensor runs on: its probes, its tables of what is denied, and what it can be asked. */
final class LiveKernel implements Kernel {
    private static final Logger LOG = LoggerFactory.getLogger(LiveKernel.class);
    /** Findings told that are remembered over a restart; as many as the filter of repeats keeps. */
    private static final int TOLD = 16_384;

    private final SensorSettings settings;
    private final Rules rules;
    private final KernelProbes probes;
    private final Metrics metrics;
    private final Clock clock;
    private final LibpodState podman;
    private final EventStream stream;

    private LiveKernel(
            SensorSettings settings, Rules rules, KernelProbes probes, Metrics metrics, Clock clock, OpenParts open)
            throws SensorException {
        this.settings = settings;
        this.rules = rules;
        this.probes = probes;
        this.metrics = metrics;
        this.clock = clock;
        this.podman = new LibpodState(clock);
        this.stream = new EventStream(
                new RingSource(probes.records()),
                new ProcNode(),
                List.of(podman),
                new RuntimeNews(EventStream.NEWS_WAITING),
                new EventTime(BootClock::measure),
                BootTime.measured(new Libc()),
                open.add(ToldFile.in(settings.stateDirectory(), BootId.read(), TOLD)),
                probes::probes,
                probes::facts,
                new NamedGroups(probes.groups(), rules.catalog().all()),
                taps(settings, probes));
    }

    /**
     * Attaches what the rules and policies need.
     *
     * @param open takes what has to be closed
     * @throws ProbesUnavailableException if the kernel or the rights allow no probes
     */
    static LiveKernel attach(SensorSettings settings, Rules rules, Metrics metrics, Clock clock, OpenParts open)
            throws SensorException, ProbesUnavailableException {
        KernelProbes probes = open.add(KernelProbes.attach(tellable -> wanted(settings.tuning(), rules, tellable)));
        settings.tuning().compatCalls().begin(probes);
        WatchedFiles.watch(probes, rules.catalog().all(), rules.policies());
        new ProbeFigures(probes).addTo(metrics);
        StateDirectory.prepare(settings.stateDirectory());
        return new LiveKernel(settings, rules, probes, metrics, clock, open);
    }

    private static ProbeSettings wanted(SensorSettings.Tuning tuning, Rules rules, Set<String> tellable) {
        return tuning.probes()
                .withFacts(CompatCalls.atFirst(DeniedFacts.among(
                        NeededFacts.of(rules.judgedFacts(), tellable),
                        rules.policies().denials())));
    }

    private static List<RecordTap> taps(SensorSettings settings, KernelProbes probes) {
        return settings.tuning().compatCalls() == CompatCalls.AUTO ? List.of(new CompatWatch(probes)) : List.of();
    }

    @Override
    public EventStream stream() {
        return stream;
    }

    @Override
    public Beside beside(ContainerRegistry containers, WorkloadBaseline baseline, LossTally tally) {
        EpochClock epoch = new EpochClock(clock);
        NodeView node = stream.node();
        boolean auditOnly = settings.tuning().responses().auditOnly();
        KernelDenials kernel = probes.denials();
        kernel.auditOnly(auditOnly);
        List<DenyRule> byPolicies = rules.policies().denials();
        ContainerDenials denied = denials(kernel, containers, byPolicies);
        OrderedDenials orders = new OrderedDenials(probes, denied, byPolicies);
        Optional<MemoryWatch> memory = MemoryWatch.askedFor(rules.judgedFacts(), containers);
        List<WaitMatrix> matrices = WaitMatrices.askedFor(rules.judgedFacts(), probes, containers, memory);
        Neighbours neighbours = new Neighbours();
        RotatedFiles rotated = new RotatedFiles(NodeRoot.ofNode(), probes::watchInode);
        rotated.follow(rules.catalog().all(), rules.policies());
        List<Watch> watches = new ArrayList<>(List.of(
                denied,
                new StoppedDenials(kernel, KillSwitch.in(settings.stateDirectory()), auditOnly),
                new LossWatch(probes, containers, baseline, epoch, tally, metrics),
                new ProbeWatch(probes, epoch),
                new NeighbourWatch(matrices, neighbours, metrics, epoch),
                new StaleCgroups(probes, node),
                new KernelTime(probes),
                rotated,
                new BlindSpotWatch(new SandboxScan(Path.of("/proc")), podman, containers, epoch)));
        memory.ifPresent(watches::add);
        FloodWatch.askedFor(rules.judgedFacts(), containers, epoch).ifPresent(watches::add);
        SpaceWatch.askedFor(rules.judgedFacts(), containers, ContainerGroup.ofNode()::processOf, epoch)
                .ifPresent(watches::add);
        return new Beside(
                watches,
                Optional.of(denied),
                matrices.isEmpty() ? Optional.empty() : Optional.of(neighbours),
                orders,
                follow(orders, rotated),
                memory.<Consumer<Fact>>map(watch -> watch::see).orElse(fact -> {}));
    }

    private ContainerDenials denials(KernelDenials kernel, ContainerRegistry containers, List<DenyRule> byPolicies) {
        return new ContainerDenials(
                kernel,
                containers,
                new InsideProcess(stream.node(), ContainerGroup.ofNode()),
                new Spared(settings.tuning().responses(), SensorSelf.detect()),
                new BootSeconds(BootClock::measure),
                byPolicies,
                probes::settle);
    }

    /** Has the kernel tell and refuse what other policies want of it. */
    private Consumer<PolicySet> follow(OrderedDenials orders, RotatedFiles rotated) {
        return policies -> {
            WatchedFiles.watch(probes, rules.catalog().all(), policies);
            rotated.follow(rules.catalog().all(), policies);
            try {
                orders.replacePolicies(policies.denials());
            } catch (ProbesUnavailableException e) {
                LOG.error("Not all that is denied can be refused: {}", e.getMessage());
            }
        };
    }
}

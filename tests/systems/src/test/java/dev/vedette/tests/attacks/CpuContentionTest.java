package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.NeighbourView;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.ReadySensor;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** VDT-4001: a container that takes the CPU from another, and the answer to it. */
@OnAttackRange
class CpuContentionTest {
    private final AttackRange range;
    private Findings findings;

    CpuContentionTest(AttackRange range) {
        this.range = range;
    }

    private static final String POLICY = """
        apiVersion: vedette.dev/v1alpha1
        kind: Policy
        metadata: {name: neighbours}
        spec:
          mode: enforce
          scope: {workloads: [checkout]}
          rules: [VDT-4001]
          responses: [{action: throttle, target: culprit, cpu: 100m}]
        """;

    /** Two workers that share one CPU without filling it; what else the machine does can go to its other CPUs. */
    private static final String SERVICE = """
        for worker in 1 2; do
            taskset 1 sh -c 'while :; do i=0; while [ $i -lt 30000 ]; do i=$((i + 1)); done; sleep 0.08; done' &
        done
        wait
        """;

    private static final String BUSY = "/run/busy";

    /** Fills a CPU, by its mask, until a file is taken away. */
    private static String fill(int cpu) {
        return """
            touch %2$s
            for worker in 1 2 3; do
                (taskset %1$d sh -c 'while [ -e %2$s ]; do :; done' > /dev/null 2>&1) &
            done
            """.formatted(cpu, BUSY);
    }

    @Test
    void neighbourThatTakesTheCpuIsNamedAndThrottledUntilItWouldTakeItNoMore() throws Exception {
        SensorSettings settings = settings();
        try (Sensor answering = ReadySensor.by(settings);
                ControlClient sensor = new ControlClient(ControlSocket.in(settings.stateDirectory()))) {
            RunningContainer victim = range.start(
                    "checkout", UnaryOperator.identity(), ContainerRequest::runtimeSeccomp, "sh", "-c", SERVICE);
            Workload greedy = workload("greedy");
            Workload culprit = workload("crunch");
            NeighbourView view = new NeighbourView(sensor, "cpu");
            view.await(victim, line -> line.getVerdict().equals("usual"));

            culprit.does(fill(1));
            greedy.does(fill(2));
            NeighbourLine harmed = view.await(victim, one -> one.getVerdict().equals("neighbour"));
            Finding found = findings.await("contention", finding -> isAbout(victim.id(), finding));
            ResponseOutcome throttled = outcome(sensor, ResponseAction.THROTTLE, culprit);
            // As long as it fills the other CPU, what else the machine does comes to the victim's, and it is not well.
            Files.delete(greedy.inside(BUSY));
            NeighbourLine well = view.await(
                    victim, one -> one.getVerdict().equals("usual") && one.getWaitedNanos() < harmed.getWaitedNanos());
            Files.delete(culprit.inside(BUSY));
            ResponseOutcome undone = outcome(sensor, ResponseAction.UNDO, culprit);
            String figures = answering.figures();
            victim.stop();

            assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(found.culprit().id()).isEqualTo(culprit.id());
            assertThat(found.evidence().get("waited behind")).contains("crunch");
            assertThat(harmed.getCulpritId()).isEqualTo(culprit.id());
            assertThat(harmed.getP95Nanos()).isGreaterThan(harmed.getUsualP95Nanos());
            assertThat(figures).containsPattern("vedette_blame_seconds_total\\{victim=\"range/checkout[^}]*crunch");
            assertThat(throttled.status()).as(throttled.detail()).isEqualTo(Status.VERIFIED);
            assertThat(throttled.findingId()).isEqualTo(found.id());
            assertThat(well.getVerdict()).isEqualTo("usual");
            assertThat(undone.requestedBy()).isEqualTo("end of the harm");
            assertThat(undone.detail()).contains("as they were before").contains("had recovered");
            assertThat(findings.of(culprit.id(), "VDT-4001")).isEmpty();
            assertThat(findings.of(greedy.id(), "VDT-4001"))
                    .as("who fills a CPU by itself")
                    .isEmpty();
        }
    }

    private SensorSettings settings() throws Exception {
        Path folder = range.folder();
        Path file = folder.resolve("findings.ndjson");
        findings = new Findings(file);
        return range.settings(
                folder.getFileName().toString(),
                file,
                Tuning.defaults(),
                Files.writeString(folder.resolve("policy.yaml"), POLICY));
    }

    private static boolean isAbout(String container, Finding finding) {
        return finding.ruleId().equals("VDT-4001") && finding.container().id().equals(container);
    }

    private static ResponseOutcome outcome(ControlClient sensor, ResponseAction action, Workload of) {
        return Waiting.seen("the outcome of " + action, Waiting.LONG, () -> outcomes(sensor, action, of));
    }

    private static Optional<ResponseOutcome> outcomes(ControlClient sensor, ResponseAction action, Workload of) {
        FindingJson json = new FindingJson();
        try {
            return sensor.responses().getRecentList().stream()
                    .map(one -> json.decodeOutcome(one.toByteArray()))
                    .filter(outcome -> outcome.action() == action
                            && outcome.container().id().equals(of.id()))
                    .findFirst();
        } catch (ControlException e) {
            throw new AssertionError(e);
        }
    }

    private Workload workload(String pod) {
        return range.workload(pod, UnaryOperator.identity(), ContainerRequest::runtimeSeccomp);
    }
}

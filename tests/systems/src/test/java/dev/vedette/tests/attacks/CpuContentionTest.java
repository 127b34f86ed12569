package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.tour.DemoImage;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.NeighbourView;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** VDT-4001: a container that takes the CPU from another. */
@OnAttackRange
class CpuContentionTest {
    private final AttackRange range;

    CpuContentionTest(AttackRange range) {
        this.range = range;
    }

    /** Two workers that share one CPU without filling it; what else the machine does can go to its other CPUs. */
    private static final String SERVICE = """
        for worker in 1 2; do
            taskset 1 sh -c 'while :; do i=0; while [ $i -lt 30000 ]; do i=$((i + 1)); done; sleep 0.08; done' &
        done
        wait
        """;

    /** Begins to fill the other CPU by itself when it is told to. */
    private static final String GREEDY = "(taskset 2 sh " + DemoImage.SCRIPTS + "/spin.sh 60 > /dev/null 2>&1) &";

    @Test
    void neighbourThatTakesTheCpuIsNamedAndIsNoVictimItself() throws Exception {
        RunningContainer victim = start("checkout", "sh", "-c", SERVICE);
        Workload greedy = range.workload("greedy", UnaryOperator.identity(), ContainerRequest::runtimeSeccomp);
        try (ControlClient sensor = new ControlClient(ControlSocket.in(range.state()))) {
            NeighbourView view = new NeighbourView(sensor, "cpu");
            view.await(victim, line -> line.getVerdict().equals("usual"));

            RunningContainer culprit = start("crunch", "taskset", "1", "sh", DemoImage.SCRIPTS + "/spin.sh", "120");
            greedy.does(GREEDY);
            Finding found = range.findings()
                    .await(
                            "contention",
                            // Harm takes two windows of five seconds, more where others take the CPU from both.
                            Waiting.LONG,
                            finding -> finding.ruleId().equals("VDT-4001")
                                    && finding.container().id().equals(victim.id()));
            NeighbourLine line =
                    view.await(victim, one -> one.getCulpritId().equals(culprit.id()) && one.getCulpritShare() >= 0.5);
            String figures = range.sensor().figures();
            culprit.stop();
            victim.stop();

            assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(found.evidence().get("culprit")).contains("crunch");
            assertThat(found.evidence().get("waited behind")).contains("crunch");
            assertThat(line.getVerdict()).isEqualTo("neighbour");
            assertThat(line.getP95Nanos()).isGreaterThan(line.getUsualP95Nanos());
            assertThat(figures).containsPattern("vedette_blame_seconds_total\\{victim=\"range/checkout[^}]*crunch");
            assertThat(range.findings().of(culprit.id(), "VDT-4001")).isEmpty();
            assertThat(range.findings().of(greedy.id(), "VDT-4001"))
                    .as("who fills a CPU by itself")
                    .isEmpty();
        }
    }

    private RunningContainer start(String pod, String... command) {
        return range.start(pod, UnaryOperator.identity(), ContainerRequest::runtimeSeccomp, command);
    }
}

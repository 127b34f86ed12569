package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.tour.DemoImage;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Waiting;
import java.time.Duration;
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

    @Test
    void neighbourThatTakesTheCpuIsNamedAndIsNoVictimItself() throws InterruptedException {
        RunningContainer victim = start("checkout", "sh", "-c", SERVICE);
        // Three windows of a quiet life, and the rest of the one it began in.
        Thread.sleep(Duration.ofSeconds(18));

        RunningContainer culprit = start("crunch", "taskset", "1", "sh", DemoImage.SCRIPTS + "/spin.sh", "120");

        Finding found = range.findings()
                .await(
                        "contention",
                        // Harm takes two windows of five seconds, more where others take the CPU from both.
                        Waiting.LONG,
                        finding -> finding.ruleId().equals("VDT-4001")
                                && finding.container().id().equals(victim.id()));
        culprit.stop();
        victim.stop();
        assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(found.evidence().get("culprit")).contains("crunch");
        assertThat(range.findings().of(culprit.id(), "VDT-4001")).isEmpty();
    }

    private RunningContainer start(String pod, String... command) {
        return range.start(pod, UnaryOperator.identity(), ContainerRequest::runtimeSeccomp, command);
    }
}

package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.tour.DemoImage;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** VDT-4001: a container that takes the CPU from another. */
@OnAttackRange
class CpuContentionTest {
    /** What is usual takes three windows of five seconds to know, harm two. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final AttackRange range;

    CpuContentionTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void neighbourThatTakesTheCpuIsNamedAndIsNoVictimItself() throws InterruptedException {
        RunningContainer victim = run("checkout", "tick.sh");
        // Three windows of a quiet life, and the rest of the one it began in.
        Thread.sleep(Duration.ofSeconds(18));

        RunningContainer culprit = run("crunch", "spin.sh", "40");

        Finding found = range.findings()
                .await(
                        "contention",
                        PATIENCE,
                        finding -> finding.ruleId().equals("VDT-4001")
                                && finding.container().id().equals(victim.id()));
        assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(found.evidence().get("culprit")).contains("crunch");
        assertThat(range.findings().of(culprit.id(), "VDT-4001")).isEmpty();
    }

    private RunningContainer run(String pod, String script, String... arguments) {
        String[] command = new String[2 + arguments.length];
        command[0] = "sh";
        command[1] = DemoImage.SCRIPTS + "/" + script;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return range.start(pod, UnaryOperator.identity(), container -> container.runtimeSeccomp(), command);
    }
}

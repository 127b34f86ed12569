package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.ControlGroup;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** VDT-4008: a process that is ended for want of memory, and by whose doing. */
@OnAttackRange
class MemoryKillTest {
    private static final long MIB = 1L << 20;
    private static final String LIMIT = "memory.limit_in_bytes";

    /** One MiB each 20 ms, 100 in all, once it is told to begin. */
    private static final String GROWS = "while [ ! -e /tmp/go ]; do sleep 0.1; done;"
            + " perl -e 'my @x; for (1..100) { push @x, \"x\" x (1 << 20); select undef, undef, undef, 0.02 }'; sleep 60";

    /** The first that the kernel ends, though it holds little. */
    private static final String GIVES_WAY =
            "echo 1000 > /proc/self/oom_score_adj; exec perl -e '$n = 8 << 20; $x = \"x\" x $n; sleep 120'";

    private final AttackRange range;

    MemoryKillTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void namesTheContainerOfThePodThatTookItsMemory() throws Exception {
        RunningPod pod = range.containerd().pods().pod("range", "shop").run();
        RunningContainer victim = run(pod, "checkout", GIVES_WAY);
        RunningContainer culprit = run(pod, "batch", GROWS);
        limit(ControlGroup.ofOne(victim, "memory").getParent(), 96);
        culprit.exec("touch", "/tmp/go");

        Finding found = await(victim);
        culprit.stop();

        assertThat(found.severity()).as(found.message()).isEqualTo(Severity.MEDIUM);
        assertThat(found.culprit().id()).isEqualTo(culprit.id());
        assertThat(found.message())
                .contains("a limit of 96 MiB was reached that it shares", "range/shop/batch grew by");
        assertThat(found.evidence())
                .containsEntry("culprit", "range/shop/batch")
                .containsKey("second by second");
        assertThat(found.evidence().get("remedy")).contains("had no memory limit");
    }

    @Test
    void saysThatAContainerFilledItsOwnLimit() throws Exception {
        RunningPod pod = range.containerd().pods().pod("range", "leak").run();
        RunningContainer leaking = run(pod, "main", GROWS);
        limit(ControlGroup.ofOne(leaking, "memory"), 32);
        leaking.exec("touch", "/tmp/go");

        Finding found = await(leaking);
        leaking.stop();

        assertThat(found.severity()).isEqualTo(Severity.LOW);
        assertThat(found.message()).contains("ended perl for memory: the container's own limit of 32 MiB was reached");
        assertThat(found.evidence()).containsEntry("culprit", "itself");
    }

    private Finding await(RunningContainer victim) {
        return range.findings()
                .await(
                        "a kill with its cause",
                        Waiting.LONG,
                        finding -> finding.ruleId().equals("VDT-4008")
                                && finding.container().id().equals(victim.id()));
    }

    private static RunningContainer run(RunningPod pod, String name, String script) {
        return pod.container(name).runtimeSeccomp().command("sh", "-c", script).run();
    }

    private static void limit(Path group, long mib) throws IOException {
        Files.writeString(group.resolve(LIMIT), Long.toString(mib * MIB));
    }
}

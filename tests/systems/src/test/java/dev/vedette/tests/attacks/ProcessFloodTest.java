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

/** VDT-4006: processes that leave no room for others, below limits of the test's own. */
@OnAttackRange
class ProcessFloodTest {
    private static final String LIMIT = "pids.max";

    /** Tries to have 200 processes that stay, once it is told to begin. */
    private static final String FLOODS = "while [ ! -e /tmp/go ]; do sleep 0.1; done; exec perl -e '"
            + "for (1..200) { my $p = fork; if (!defined $p) { select undef, undef, undef, 0.1 }"
            + " elsif (!$p) { sleep 60; exit } } sleep 60'";

    /** Fills its limit for half a second. */
    private static final String BUILDS = "while [ ! -e /tmp/go ]; do sleep 0.1; done; exec perl -e '"
            + "for (1..60) { my $p = fork; if (defined $p && !$p) { select undef, undef, undef, 0.5; exit } }"
            + " 1 while wait > 0; sleep 60'";

    private final AttackRange range;

    ProcessFloodTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void namesTheContainerOfThePodThatFillsItsLimitAndNoBuildThatEndsAtOnce() throws Exception {
        RunningPod pod = range.containerd().pods().pod("range", "crowded").run();
        RunningContainer neighbour = run(pod, "web", "exec sleep 60");
        RunningContainer culprit = run(pod, "batch", FLOODS);
        RunningContainer build =
                run(range.containerd().pods().pod("range", "ci").run(), "make", BUILDS);
        limit(ControlGroup.ofOne(culprit, "pids").getParent(), 64);
        limit(ControlGroup.ofOne(build, "pids"), 40);
        build.exec("touch", "/tmp/go");
        culprit.exec("touch", "/tmp/go");

        Finding found =
                range.findings().await("a flood of processes", Waiting.LONG, finding -> isFlood(finding, culprit));
        culprit.stop();

        assertThat(found.severity()).as(found.message()).isEqualTo(Severity.MEDIUM);
        assertThat(found.message())
                .contains("a limit that the container shares", " of 64", "range/crowded/batch grew by");
        assertThat(found.evidence()).containsEntry("culprit", "range/crowded/batch");
        assertThat(range.findings().all())
                .as("neither the neighbour nor the build")
                .noneMatch(finding -> isFlood(finding, neighbour) || isFlood(finding, build));
    }

    private static boolean isFlood(Finding finding, RunningContainer container) {
        return finding.ruleId().equals("VDT-4006") && finding.container().id().equals(container.id());
    }

    private static RunningContainer run(RunningPod pod, String name, String script) {
        return pod.container(name).runtimeSeccomp().command("sh", "-c", script).run();
    }

    private static void limit(Path group, int processes) throws IOException {
        Files.writeString(group.resolve(LIMIT), Integer.toString(processes));
    }
}

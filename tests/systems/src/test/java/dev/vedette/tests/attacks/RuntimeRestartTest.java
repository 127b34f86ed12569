package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container.Identity;
import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The runtime is killed in the middle of work: who is who is still known, while it is away and right afterwards. */
@OnAttackRange
class RuntimeRestartTest {
    private static final String LOAD = "(i=0; while [ $i -lt 600 ]; do /bin/true; i=$((i+1)); done) >/dev/null &";
    private static final String DRIFT = "cp /bin/busybox /tmp/busybox-%1$s && /tmp/busybox-%1$s true";

    private final AttackRange range;
    private boolean away;

    RuntimeRestartTest(AttackRange range) {
        this.range = range;
    }

    @AfterEach
    void bringItBack() throws Exception {
        if (away) {
            range.containerd().startAgain();
        }
    }

    @Test
    void everyContainerIsKnownWhileTheRuntimeIsAwayAndRightAfterItsReturn() throws Exception {
        List<Workload> before = Stream.generate(range::ordinary).limit(4).toList();
        before.forEach(workload -> workload.does(LOAD).worked());

        range.containerd().kill();
        away = true;
        Waiting.until("the sensor has noticed", () -> !range.sensor().isReady());
        before.forEach(workload -> attack(workload, "away"));
        range.containerd().startAgain();
        away = false;

        List<Workload> all = new ArrayList<>(before);
        before.forEach(workload -> workload.does(LOAD).worked());
        Stream.generate(range::ordinary).limit(4).forEach(all::add);
        all.forEach(workload -> attack(workload, "back"));
        Waiting.until("the sensor is ready again", range.sensor()::isReady);
    }

    private static void attack(Workload workload, String when) {
        workload.does(DRIFT.formatted(when)).worked();
        var found = workload.isFound(
                "VDT-3004", Severity.HIGH, finding -> finding.evidence().containsValue("/tmp/busybox-" + when));
        assertThat(found.container().identity()).isEqualTo(Identity.KNOWN);
    }
}

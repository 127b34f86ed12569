package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Blame;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.CpuContention;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.WaitShare;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-4001")
class CpuContentionTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void namesVictimCulpritAndEvidence() {
        Finding finding = JUDGE.only("VDT-4001", contention(Containers.named("c2", "batch"), 0.8, 900, 20));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.container().id()).isEqualTo("c1");
        assertThat(finding.message())
                .isEqualTo("Waited 900 ms for the CPU within 1000 ms, usually 20 ms (3.1 ms at p95, usually 0.05 ms);"
                        + " 80 % of the rise is behind shop/batch-1/batch.");
        assertThat(finding.evidence())
                .containsEntry("usual", "20 ms")
                .containsEntry("waited behind", "shop/batch-1/batch 850 ms (94 %), itself 50 ms (6 %)");
        assertThat(finding.evidence().get("remedy")).contains("shop/batch-1/batch");
    }

    @Test
    void blamesTheNodesOwnServicesToo() {
        assertThat(JUDGE.only("VDT-4001", contention(Container.HOST, 0.9, 900, 20))
                        .message())
                .contains("the node's own services");
    }

    @Test
    void isSilentOnItsOwnLoadSharedBlameAndUsualWaits() {
        assertThat(JUDGE.judge(contention(Containers.ordinary(), 0.9, 900, 20))).isEmpty();
        assertThat(JUDGE.judge(contention(Containers.named("c2", "batch"), 0.3, 900, 20)))
                .isEmpty();
        assertThat(JUDGE.judge(contention(Containers.named("c2", "batch"), 0.9, 20, 20)))
                .isEmpty();
    }

    private static CpuContention contention(Container culprit, double share, int waitedMillis, int usualMillis) {
        return new CpuContention(
                Containers.ordinary(),
                new Blame(
                        culprit,
                        share,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(waitedMillis),
                        Duration.ofMillis(usualMillis),
                        Duration.ofNanos(3_100_000),
                        Duration.ofNanos(50_000),
                        List.of(
                                new WaitShare("shop/batch-1/batch", Duration.ofMillis(850), 850 / 900.0),
                                new WaitShare("itself", Duration.ofMillis(50), 50 / 900.0))),
                Events.EPOCH_NANOS,
                Origin.LIVE);
    }
}

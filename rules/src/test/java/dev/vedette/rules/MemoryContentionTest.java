package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Blame;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.MemoryContention;
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

@RuleTest("VDT-4002")
class MemoryContentionTest {
    private static final Container BATCH = Containers.named("c2", "batch");

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void namesVictimCulpritAndWhatItTook() {
        Finding finding = JUDGE.only("VDT-4002", contention(BATCH, 0.8, 900, 0));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.container().id()).isEqualTo("c1");
        assertThat(finding.message())
                .isEqualTo("Waited 900 ms for memory within 5000 ms, usually 20 ms; 80 % of the rise is behind"
                        + " shop/batch-1/batch.");
        assertThat(finding.evidence())
                .containsEntry("culprit grew", "700 MiB")
                .containsEntry("waited behind", "shop/batch-1/batch 850 ms (94 %)");
        assertThat(finding.evidence().get("remedy")).contains("shop/batch-1/batch had no memory limit", "VDT-1019");
    }

    @Test
    void tellsTheCulpritsLimitAndBlamesTheNodesOwnServicesToo() {
        assertThat(JUDGE.only("VDT-4002", contention(BATCH, 0.8, 900, 2L << 30))
                        .evidence()
                        .get("remedy"))
                .contains("now 2048 MiB");
        assertThat(JUDGE.only("VDT-4002", contention(Container.HOST, 0.9, 900, 0))
                        .message())
                .contains("the node's own services");
    }

    @Test
    void isSilentOnItsOwnGrowthSharedBlameAndUsualWaits() {
        assertThat(JUDGE.judge(contention(Containers.ordinary(), 0.9, 900, 0))).isEmpty();
        assertThat(JUDGE.judge(contention(BATCH, 0.3, 900, 0))).isEmpty();
        assertThat(JUDGE.judge(contention(BATCH, 0.9, 20, 0))).isEmpty();
    }

    private static MemoryContention contention(Container culprit, double share, int waitedMillis, long limit) {
        return new MemoryContention(
                Containers.ordinary(),
                new Blame(
                        culprit,
                        share,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(waitedMillis),
                        Duration.ofMillis(20),
                        Duration.ZERO,
                        Duration.ZERO,
                        List.of(new WaitShare("shop/batch-1/batch", Duration.ofMillis(850), 850 / 900.0))),
                700L << 20,
                limit,
                Events.EPOCH_NANOS,
                Origin.LIVE);
    }
}

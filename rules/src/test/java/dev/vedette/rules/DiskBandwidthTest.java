package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.DiskContentions;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-4003")
class DiskBandwidthTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Container BATCH = Containers.named("c2", "batch");

    @Test
    void namesVictimCulpritItsUseAndARemedy() {
        Finding finding = JUDGE.only("VDT-4003", DiskContentions.of(BATCH, 65_536));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.container().id()).isEqualTo("c1");
        assertThat(finding.message())
                .isEqualTo("Waited 900 ms for the disk within 1000 ms, usually 20 ms (3.1 ms at p95, usually 0.05 ms);"
                        + " 90 % of the rise is behind shop/batch-1/batch.");
        assertThat(finding.evidence())
                .containsEntry("culprit", "shop/batch-1/batch")
                .containsEntry("culprit's use", "62 MiB in 1000 requests, 64 KiB each")
                .containsEntry("waited behind", "shop/batch-1/batch 850 ms (94 %), itself 50 ms (6 %)");
        assertThat(finding.evidence().get("remedy")).contains("throttle shop/batch-1/batch -o io=");
    }

    @Test
    void blamesTheNodesOwnServicesToo() {
        Finding finding = JUDGE.only("VDT-4003", DiskContentions.of(Container.HOST, 65_536));

        assertThat(finding.message()).contains("the node's own services");
        assertThat(finding.evidence().get("remedy")).doesNotContain("throttle");
    }

    @Test
    void leavesTheOtherKindOfRequestsToTheOtherRule() {
        assertThat(JUDGE.judge(DiskContentions.of(BATCH, 65_535)))
                .extracting(Finding::ruleId)
                .containsExactly("VDT-4004");
    }

    @Test
    void isSilentOnItsOwnLoadSharedBlameAndUsualWaits() {
        assertThat(JUDGE.judge(DiskContentions.of(Containers.ordinary(), 65_536)))
                .isEmpty();
        assertThat(JUDGE.judge(DiskContentions.of(BATCH, 65_536, 0.3, 900, 20))).isEmpty();
        assertThat(JUDGE.judge(DiskContentions.of(BATCH, 65_536, 0.9, 20, 20))).isEmpty();
    }
}

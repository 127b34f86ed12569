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

@RuleTest("VDT-4004")
class DiskRequestsTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Container BATCH = Containers.named("c2", "batch");

    @Test
    void namesTheCulpritAndItsManySmallRequests() {
        Finding finding = JUDGE.only("VDT-4004", DiskContentions.of(BATCH, 65_535));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.message()).contains("for the disk", "behind shop/batch-1/batch");
        assertThat(finding.evidence()).containsEntry("culprit's use", "62 MiB in 1000 requests, 63 KiB each");
    }

    @Test
    void leavesTheOtherKindOfRequestsToTheOtherRule() {
        assertThat(JUDGE.judge(DiskContentions.of(BATCH, 65_536)))
                .extracting(Finding::ruleId)
                .containsExactly("VDT-4003");
    }

    @Test
    void isSilentOnItsOwnLoadSharedBlameAndUsualWaits() {
        assertThat(JUDGE.judge(DiskContentions.of(Containers.ordinary(), 65_535)))
                .isEmpty();
        assertThat(JUDGE.judge(DiskContentions.of(BATCH, 65_535, 0.3, 900, 20))).isEmpty();
        assertThat(JUDGE.judge(DiskContentions.of(BATCH, 65_535, 0.9, 20, 20))).isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.NetworkContentions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-4005")
class NetworkTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Container BATCH = Containers.named("c2", "batch");

    @Test
    void namesTheCulpritWhatItSentAndWhatCanBeDone() {
        Finding finding = JUDGE.only("VDT-4005", NetworkContentions.of(BATCH));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.container()).isEqualTo(Containers.ordinary());
        assertThat(finding.message()).contains("for the network", "behind shop/batch-1/batch");
        assertThat(finding.evidence())
                .containsEntry("culprit's use", "62 MiB in 1000 packets, 64 KiB each")
                .containsEntry("culprit", "shop/batch-1/batch");
        assertThat(finding.evidence().get("remedy"))
                .contains("egress-bandwidth", "vedette respond pause shop/batch-1/batch");
    }

    @Test
    void tellsHowManyPacketsTheQueueThrewAway() {
        Finding finding = JUDGE.only("VDT-4005", NetworkContentions.dropping(BATCH, 17));

        assertThat(finding.message()).contains("17 of its packets found no room in the queue");
        assertThat(finding.evidence()).containsEntry("packets thrown away", "17");
        assertThat(JUDGE.only("VDT-4005", NetworkContentions.of(BATCH)).message())
                .doesNotContain("room in the queue");
    }

    @Test
    void namesTheNodesOwnServicesWithoutAnAnswerToThem() {
        Finding finding = JUDGE.only("VDT-4005", NetworkContentions.of(Container.HOST));

        assertThat(finding.evidence().get("remedy")).contains("node's services").doesNotContain("respond");
    }

    @Test
    void isSilentOnItsOwnLoadSharedBlameAndUsualWaits() {
        assertThat(JUDGE.judge(NetworkContentions.of(Containers.ordinary()))).isEmpty();
        assertThat(JUDGE.judge(NetworkContentions.of(BATCH, 0.3, 900, 20))).isEmpty();
        assertThat(JUDGE.judge(NetworkContentions.of(BATCH, 0.9, 20, 20))).isEmpty();
    }
}

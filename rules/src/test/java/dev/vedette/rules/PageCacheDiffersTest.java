package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.PageCacheDiffers;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-7011")
class PageCacheDiffersTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void isCriticalAndNamesBothContents() {
        assertThat(JUDGE.only("VDT-7011", su("aa"))).satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.message()).contains("/usr/bin/su");
            assertThat(finding.evidence())
                    .containsEntry("sha256 in memory", "aa")
                    .containsEntry("sha256 on disk", "bb")
                    .containsEntry("disk read by", "O_DIRECT");
        });
    }

    @Test
    void isAnotherFindingWhenTheFileIsChangedOnceMore() {
        assertThat(JUDGE.only("VDT-7011", su("aa")).id())
                .isNotEqualTo(JUDGE.only("VDT-7011", su("cc")).id());
    }

    private static PageCacheDiffers su(String cached) {
        return new PageCacheDiffers("/usr/bin/su", cached, "bb", "O_DIRECT", true, Events.EPOCH_NANOS);
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.EventsLost;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-8007")
class ContainerFloodsSensorTest {
    private static final Container WEB = Containers.ordinary();

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void namesTheContainerThatUsedUpItsShareAndSaysThatOthersAreNotConcerned() {
        Finding finding = JUDGE.only("VDT-8007", lost("OVER_BUDGET", 40_000));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.message()).contains("40000", "file_open__openat", "Other containers are not concerned");
        assertThat(finding.container()).isEqualTo(WEB);
    }

    @Test
    void isSilentWhereTheSensorItselfCouldNotKeepUp() {
        assertThat(JUDGE.judge(lost("RING_FULL", 7)))
                .extracting(Finding::ruleId)
                .containsExactly("VDT-8001");
    }

    @Test
    void isSilentWhereNothingWasDropped() {
        assertThat(JUDGE.judge(lost("OVER_BUDGET", 0))).isEmpty();
    }

    private static EventsLost lost(String why, long count) {
        return new EventsLost("file_open__openat", why, count, WEB, Events.EPOCH_NANOS);
    }
}

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

@RuleTest("VDT-8001")
class EventsLostTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void ratesHighWhatRulesWouldHaveJudged() {
        Finding finding = JUDGE.only("VDT-8001", lost("SCHED_PROCESS_EXEC", 7));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message()).contains("7 events", "SCHED_PROCESS_EXEC", "RING_FULL");
    }

    @Test
    void ratesMediumWhatIsOnlyMeasured() {
        assertThat(JUDGE.only("VDT-8001", lost("SCHED_SWITCH", 7)).severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentWhereNothingWasLost() {
        assertThat(JUDGE.judge(lost("SCHED_SWITCH", 0))).isEmpty();
    }

    /** VDT-8007 tells it. */
    @Test
    void isSilentOnWhatAContainerLostOfItsOwnShare() {
        assertThat(JUDGE.judge(
                        "VDT-8001",
                        new EventsLost("file_open", "OVER_BUDGET", 7, Containers.ordinary(), Events.EPOCH_NANOS)))
                .isEmpty();
    }

    private static EventsLost lost(String where, long count) {
        return new EventsLost(where, "RING_FULL", count, Container.HOST, Events.EPOCH_NANOS);
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.BlindSpot;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RuleTest("VDT-7010")
class BlindSpotTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static BlindSpot spot(BlindSpot.Kind kind, long pid) {
        return new BlindSpot(kind, Container.pending("a".repeat(64)), "/usr/bin/runsc", pid, Events.EPOCH_NANOS);
    }

    @ParameterizedTest
    @EnumSource
    void saysInOneSentenceWhatIsNotSeenAndWhatIs(BlindSpot.Kind kind) {
        Finding finding = JUDGE.only("VDT-7010", spot(kind, 7));

        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.message()).contains(kind == BlindSpot.Kind.NO_CONTROL_GROUP ? "counts as" : "not seen");
        assertThat(finding.evidence())
                .containsEntry("shown by", "/usr/bin/runsc")
                .containsKey("remedy");
    }

    @Test
    void isToldOnceForAContainerAndKind() {
        String id =
                JUDGE.only("VDT-7010", spot(BlindSpot.Kind.VIRTUAL_MACHINE, 7)).id();
        assertThat(JUDGE.only("VDT-7010", spot(BlindSpot.Kind.VIRTUAL_MACHINE, 8))
                        .id())
                .isEqualTo(id);
        assertThat(JUDGE.only("VDT-7010", spot(BlindSpot.Kind.KERNEL_OF_ITS_OWN, 7))
                        .id())
                .isNotEqualTo(id);
    }
}

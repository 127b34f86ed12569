package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseTrouble;
import dev.vedette.policy.model.ResponseTrouble.Kind;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-8006")
class ResponseWithoutEffectTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void saysWhichResponseAndWhy() {
        Finding finding = JUDGE.only("VDT-8006", trouble(Kind.FAILED, "r-1"));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message()).isEqualTo("The response pause could not be carried out: because.");
        assertThat(finding.evidence()).containsEntry("response", "r-1").containsEntry("took", "7 ms");
    }

    @Test
    void tellsAnEffectThatWasNotSeenFromOneThatCameLate() {
        assertThat(JUDGE.only("VDT-8006", trouble(Kind.WITHOUT_EFFECT, "r-1")).message())
                .contains("has no effect");
        Finding late = JUDGE.only("VDT-8006", trouble(Kind.LATE, "r-1"));
        assertThat(late.message()).contains("came late");
        assertThat(late.severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isOneFindingForEachResponse() {
        assertThat(JUDGE.only("VDT-8006", trouble(Kind.FAILED, "r-1")).id())
                .isEqualTo(JUDGE.only("VDT-8006", trouble(Kind.FAILED, "r-1")).id())
                .isNotEqualTo(
                        JUDGE.only("VDT-8006", trouble(Kind.FAILED, "r-2")).id());
    }

    private static ResponseTrouble trouble(Kind kind, String id) {
        return new ResponseTrouble(
                kind,
                ResponseAction.PAUSE,
                id,
                "because",
                Duration.ofMillis(7),
                Container.pending("c1"),
                Events.EPOCH_NANOS);
    }
}

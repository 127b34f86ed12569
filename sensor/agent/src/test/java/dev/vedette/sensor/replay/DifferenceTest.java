package dev.vedette.sensor.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final Verdict PAUSE = new Verdict(ResponseAction.PAUSE, true, "strict", "", "");

    @Test
    void tellsWhatIsNewGoneAndAnsweredOtherwiseApart() {
        Difference difference = Difference.between(
                List.of(finding("same", Verdict.DEFAULT), finding("lost", Verdict.DEFAULT), finding("judged", PAUSE)),
                List.of(
                        finding("found", Verdict.DEFAULT),
                        finding("judged", Verdict.DEFAULT),
                        finding("same", Verdict.DEFAULT)));

        assertThat(difference.gone()).extracting(Finding::id).containsExactly("lost");
        assertThat(difference.fresh()).extracting(Finding::id).containsExactly("found");
        assertThat(difference.changed()).singleElement().satisfies(changed -> {
            assertThat(changed.before().verdict()).isEqualTo(PAUSE);
            assertThat(changed.after().verdict()).isEqualTo(Verdict.DEFAULT);
        });
    }

    @Test
    void theSameAnswerByAnotherPolicyIsNoDifference() {
        Verdict other = new Verdict(ResponseAction.PAUSE, true, "other", "", "");

        assertThat(Difference.between(List.of(finding("a", PAUSE)), List.of(finding("a", other)))
                        .isNone())
                .isTrue();
    }

    @Test
    void anAlertIsAnAlertWhetherInForceOrAudited() {
        Verdict enforced = new Verdict(ResponseAction.ALERT, true, "strict", "", "");

        assertThat(Difference.between(List.of(finding("a", Verdict.DEFAULT)), List.of(finding("a", enforced)))
                        .isNone())
                .isTrue();
    }

    private static Finding finding(String id, Verdict verdict) {
        return new Finding(
                id,
                "VDT-1",
                "title",
                Severity.HIGH,
                List.of(),
                "message",
                "node",
                Container.HOST,
                null,
                Place.NONE,
                Map.of(),
                verdict,
                Origin.RECORDING,
                0,
                0);
    }
}

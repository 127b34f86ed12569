package dev.vedette.rules;

import static dev.vedette.rules.fixtures.ObservedImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.ImageObserved.Signature.State;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Judge;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RuleTest("VDT-6003")
class SignatureMissingTest {
    @RegisterExtension
    static final Judge JUDGE = Judge.with("VDT-6003", "grace", "15m");

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"ABSENT", "OTHER_KEY", "OTHER_IMAGE"})
    void findsWhatNoKeyOfThePolicyHasSigned(State state) {
        assertThat(JUDGE.only("VDT-6003", seen(state, Duration.ofHours(1))).severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void takesItMilderWhereNobodyCanSay() {
        assertThat(JUDGE.only("VDT-6003", seen(State.NOT_KNOWN, Duration.ofHours(1)))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void waitsForSignaturesThatComeLaterButNotForOnesOfAnotherImage() {
        assertThat(JUDGE.judge("VDT-6003", seen(State.ABSENT, Duration.ofMinutes(1))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-6003", seen(State.OTHER_IMAGE, Duration.ofMinutes(1))))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"VALID", "NOT_ASKED"})
    void isSilentOnWhatIsSignedOrNotAskedFor(State state) {
        assertThat(JUDGE.judge(seen(state, Duration.ofHours(1)))).isEmpty();
    }

    private static ImageObserved seen(State state, Duration ago) {
        return image("registry.example/app:1")
                .startedBefore(ago)
                .signature(state, "as found")
                .build();
    }
}

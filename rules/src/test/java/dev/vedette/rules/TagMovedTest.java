package dev.vedette.rules;

import static dev.vedette.rules.fixtures.ObservedImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-6002")
class TagMovedTest {
    @RegisterExtension
    static final Judge JUDGE = Judge.with("VDT-6002", "pinned", "registry.example/shop/*");

    @Test
    void findsATagThatMeantAnotherImageBefore() {
        Finding finding = JUDGE.only(
                "VDT-6002",
                image("registry.example/other/app:1").meantBefore("sha256:old").build());

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.evidence()).containsEntry("meant before", "sha256:old");
    }

    @Test
    void findsATagAloneWherePolicyAsksForDigests() {
        assertThat(JUDGE.only("VDT-6002", image("registry.example/shop/app:1").build())
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.only("VDT-6002", image("registry.example/shop/app").build())
                        .message())
                .contains("registry.example/shop/app:latest");
    }

    @Test
    void isSilentOnDigestsAndOnTheFirstPull() {
        assertThat(JUDGE.judge(image("registry.example/shop/app:1@sha256:aa").build()))
                .isEmpty();
        assertThat(JUDGE.judge(image("registry.example/other/app:1").build())).isEmpty();
    }

    @Test
    void isTheSameFindingForTheSameMove() {
        assertThat(JUDGE.only(
                                "VDT-6002",
                                image("x/app:1").meantBefore("sha256:old").build())
                        .id())
                .isEqualTo(JUDGE.only(
                                "VDT-6002",
                                image("x/app:1").meantBefore("sha256:old").build())
                        .id())
                .isNotEqualTo(JUDGE.only(
                                "VDT-6002",
                                image("x/app:1").meantBefore("sha256:older").build())
                        .id());
    }
}

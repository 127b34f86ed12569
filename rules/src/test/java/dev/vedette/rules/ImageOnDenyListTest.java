package dev.vedette.rules;

import static dev.vedette.rules.fixtures.ObservedImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-6005")
class ImageOnDenyListTest {
    @RegisterExtension
    static final Judge JUDGE = Judge.with("VDT-6005", "digests", "sha256:bad", "sha256:badconfig");

    @Test
    void findsItByAnyDigestThatItIsKnownBy() {
        assertThat(JUDGE.only(
                                "VDT-6005",
                                image("a/b:1")
                                        .knownAs("sha256:index", "sha256:bad")
                                        .build())
                        .severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only(
                                "VDT-6005",
                                image("c/d:1")
                                        .knownAs("sha256:x", "sha256:badconfig")
                                        .build())
                        .evidence())
                .containsEntry("listed as", "sha256:badconfig");
    }

    @Test
    void isSilentOnOthers() {
        assertThat(JUDGE.judge(image("a/b:1").knownAs("sha256:good").build())).isEmpty();
    }
}

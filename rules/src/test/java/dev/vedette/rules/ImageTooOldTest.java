package dev.vedette.rules;

import static dev.vedette.rules.fixtures.ObservedImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.rules.fixtures.Judge;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-6009")
class ImageTooOldTest {
    @RegisterExtension
    static final Judge JUDGE = Judge.with("VDT-6009", "older-than", "365d", "90d");

    @RegisterExtension
    static final Judge NEWER = Judge.with("VDT-6009", "newer-for", "7d");

    @Test
    void findsImagesOlderThanTheShortestTime() {
        assertThat(JUDGE.only(
                                "VDT-6009",
                                image("a/b:1").builtBefore(Duration.ofDays(91)).build())
                        .message())
                .contains("91 days");
    }

    @Test
    void findsContainersThatANewerImageHasOvertaken() {
        assertThat(NEWER.judge(
                        "VDT-6009",
                        image("a/b:1").overtakenFor(Duration.ofDays(8)).build()))
                .hasSize(1);
        assertThat(NEWER.judge(image("a/b:1").overtakenFor(Duration.ofDays(6)).build()))
                .isEmpty();
    }

    @Test
    void isSilentOnYoungAndDatelessImagesAndWithoutALimit() {
        assertThat(JUDGE.judge(image("a/b:1").builtBefore(Duration.ofDays(89)).build()))
                .isEmpty();
        assertThat(JUDGE.judge(image("a/b:1").build())).isEmpty();
        assertThat(NEWER.judge(image("a/b:1").builtBefore(Duration.ofDays(9999)).build()))
                .isEmpty();
    }
}

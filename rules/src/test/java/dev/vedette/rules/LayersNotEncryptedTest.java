package dev.vedette.rules;

import static dev.vedette.rules.fixtures.ObservedImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-6010")
class LayersNotEncryptedTest {
    @RegisterExtension
    static final Judge JUDGE = Judge.with("VDT-6010", "images", "registry.example/vault/*");

    @Test
    void findsImagesOfWhichNotAllLayersAreEncrypted() {
        assertThat(JUDGE.judge(
                        "VDT-6010",
                        image("registry.example/vault/a:1").layers(3, 2).build()))
                .hasSize(1);
        assertThat(JUDGE.only(
                                "VDT-6010",
                                image("registry.example/vault/a:1").layers(3, 0).build())
                        .message())
                .contains("3 layers", "only 0");
    }

    @Test
    void isSilentOnEncryptedOnesOnOthersAndWhereNothingIsKnown() {
        assertThat(JUDGE.judge(image("registry.example/vault/a:1").layers(3, 3).build()))
                .isEmpty();
        assertThat(JUDGE.judge(image("registry.example/shop/a:1").layers(3, 0).build()))
                .isEmpty();
        assertThat(JUDGE.judge(image("registry.example/vault/a:1").build())).isEmpty();
    }
}

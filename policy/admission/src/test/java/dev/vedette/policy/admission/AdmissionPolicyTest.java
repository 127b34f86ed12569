package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionPolicyTest {
    /** Ends a header, and would be shown by whoever applies a manifest. */
    private static final String EVIL = "x\r\nWarning: 299 - \"all is well\"\u001b[2J\u202e" + "\u009b".repeat(4_096);

    @Test
    void warningsAndDenialsAreShortTextWhateverAManifestNamesThings() {
        AdmissionAnswer warned = new AdmissionPolicy(false, Severity.HIGH).answer(List.of(finding()));
        AdmissionAnswer denied = new AdmissionPolicy(true, Severity.HIGH).answer(List.of(finding()));

        assertThat(warned.warnings()).singleElement().satisfies(AdmissionPolicyTest::isText);
        assertThat(denied.allowed()).isFalse();
        isText(denied.message());
    }

    private static void isText(String sentence) {
        assertThat(sentence).isEqualTo(PrintableText.of(sentence)).hasSizeLessThan(300);
    }

    private static Finding finding() {
        return new Finding(
                "id",
                "VDT-1001",
                "Title",
                Severity.HIGH,
                List.of(),
                EVIL,
                "",
                Container.pending("c"),
                null,
                new Place(EVIL, EVIL, EVIL, EVIL, EVIL, 1, 1),
                Map.of(),
                Verdict.DEFAULT,
                Origin.LIVE,
                1,
                2);
    }
}

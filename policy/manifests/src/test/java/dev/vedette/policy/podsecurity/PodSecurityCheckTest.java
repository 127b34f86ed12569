package dev.vedette.policy.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import org.junit.jupiter.api.Test;

final class PodSecurityCheckTest {
    private static final PodSecurityCheck.Judgement NOTHING = (_, _, _) -> {};

    @Test
    void belongsToTheLevelThatItIsMadeFor() {
        assertThat(PodSecurityCheck.baseline("hostPorts", 0, NOTHING, "take it out"))
                .isEqualTo(new PodSecurityCheck("hostPorts", PodSecurityLevel.BASELINE, 0, "", NOTHING, "take it out"));
        assertThat(PodSecurityCheck.restricted("runAsUser", 23, NOTHING, "name one"))
                .isEqualTo(new PodSecurityCheck("runAsUser", PodSecurityLevel.RESTRICTED, 23, "", NOTHING, "name one"));
    }

    @Test
    void saysWhichBaselineCheckItOverridesAndStaysWhatItIs() {
        PodSecurityCheck check = PodSecurityCheck.restricted("procMount_restricted", 35, NOTHING, "use Default");

        assertThat(check.overriding("procMount"))
                .isEqualTo(new PodSecurityCheck(
                        "procMount_restricted", PodSecurityLevel.RESTRICTED, 35, "procMount", NOTHING, "use Default"));
    }

    @Test
    void whatTheBaselineForbidsIsWorseThanWhatOnlyTheRestrictedLevelDoes() {
        assertThat(PodSecurityLevel.BASELINE.severity()).isEqualTo(Severity.HIGH);
        assertThat(PodSecurityLevel.RESTRICTED.severity()).isEqualTo(Severity.MEDIUM);
    }
}

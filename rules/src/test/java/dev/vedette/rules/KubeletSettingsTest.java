package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.NodeSetting;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-7008")
class KubeletSettingsTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @CsvSource({
        "anonymousAuth, true, HIGH",
        "authorizationMode, AlwaysAllow, HIGH",
        "readOnlyPort, 10255, HIGH",
        "readOnlyPort, 8080, HIGH",
        "seccompDefault, false, MEDIUM",
        "clientCA, absent, MEDIUM",
        "protectKernelDefaults, false, LOW"
    })
    void tellsWhatIsWeak(String name, String value, Severity severity) {
        Finding finding = JUDGE.only("VDT-7008", setting(name, value, Map.of()));

        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.evidence())
                .containsEntry("setting", name + " = " + value)
                .containsKey("remedy");
    }

    @ParameterizedTest
    @CsvSource({
        "anonymousAuth, false",
        "authorizationMode, Webhook",
        "readOnlyPort, 0",
        "seccompDefault, true",
        "clientCA, /etc/kubernetes/pki/ca.crt",
        "protectKernelDefaults, true"
    })
    void isSilentOnWhatIsSafe(String name, String value) {
        assertThat(JUDGE.judge(setting(name, value, Map.of()))).isEmpty();
    }

    @Test
    void isCriticalWhereNobodyIsAskedAndEverythingAllowed() {
        assertThat(JUDGE.only("VDT-7008", setting("anonymousAuth", "true", Map.of("open to all", "yes")))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    /** Which asks for a name or leaves it, and then for rights. */
    @Test
    void isSilentOnTheSettingOfTheApiServerThatHasTheSameName() {
        assertThat(JUDGE.judge(
                        "VDT-7008",
                        new NodeSetting("apiserver", "anonymousAuth", "true", "flag", Map.of(), Events.EPOCH_NANOS)))
                .isEmpty();
    }

    private static NodeSetting setting(String name, String value, Map<String, String> context) {
        return new NodeSetting("kubelet", name, value, "file:1", context, Events.EPOCH_NANOS);
    }
}

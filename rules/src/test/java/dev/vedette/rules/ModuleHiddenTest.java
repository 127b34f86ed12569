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
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2031")
class ModuleHiddenTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(strings = {"not listed", "not in sysfs"})
    void findsWhatOneViewLacks(String how) {
        Finding finding = JUDGE.only("VDT-2031", setting("modules", how, "diamond"));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains("diamond", how);
    }

    @Test
    void tellsEachModuleOnce() {
        String first =
                JUDGE.only("VDT-2031", setting("modules", "not listed", "a")).id();

        assertThat(JUDGE.only("VDT-2031", setting("modules", "not listed", "a")).id())
                .isEqualTo(first);
        assertThat(JUDGE.only("VDT-2031", setting("modules", "not listed", "b")).id())
                .isNotEqualTo(first);
    }

    @Test
    void isSilentOnOtherSettings() {
        assertThat(JUDGE.judge(setting("kernel", "kernel.modules_disabled", "1")))
                .isEmpty();
    }

    private static NodeSetting setting(String component, String name, String value) {
        return new NodeSetting(component, name, value, "/sys/module/" + value, Map.of(), Events.EPOCH_NANOS);
    }
}

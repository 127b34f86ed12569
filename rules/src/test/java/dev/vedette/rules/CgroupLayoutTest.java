package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.CgroupLayout;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-7004")
class CgroupLayoutTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void saysWhatVersionOneLeavesUnseen() {
        CgroupLayout layout = new CgroupLayout(
                CgroupLayout.Kind.HYBRID, List.of("memory is not accounted by version 2"), Events.EPOCH_NANOS);

        assertThat(JUDGE.only("VDT-7004", layout)).satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.message()).contains("both versions", "memory is not accounted");
        });
    }

    @Test
    void isSilentOnVersionTwo() {
        assertThat(JUDGE.judge(new CgroupLayout(CgroupLayout.Kind.V2, List.of(), Events.EPOCH_NANOS)))
                .isEmpty();
    }
}

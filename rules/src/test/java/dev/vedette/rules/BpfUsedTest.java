package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-2014")
class BpfUsedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    /** Commands and types by their numbers in include/uapi/linux/bpf.h. */
    @ParameterizedTest
    @CsvSource({
        "5, 2, HIGH",
        "5, 26, HIGH",
        "5, 29, HIGH",
        "13, 0, HIGH",
        "14, 0, HIGH",
        "28, 0, MEDIUM",
        "5, 6, MEDIUM",
        "5, 15, LOW"
    })
    void findsProgramsByWhatTheyReach(int command, int type, Severity severity) {
        assertThat(JUDGE.only("VDT-2014", Events.byServer().usesBpf(command, type, true))
                        .severity())
                .isEqualTo(severity);
    }

    @Test
    void isSilentOnMapsOfItsOwnSocketFiltersRefusalsAndTheNode() {
        assertThat(JUDGE.judge(Events.byServer().usesBpf(0, 0, true))).isEmpty();
        assertThat(JUDGE.judge(Events.byServer().usesBpf(1, 0, true))).isEmpty();
        assertThat(JUDGE.judge(Events.byServer().usesBpf(5, 1, true))).isEmpty();
        assertThat(JUDGE.judge(Events.byServer().usesBpf(5, 2, false))).isEmpty();
        assertThat(JUDGE.judge(Events.byServer().onHost().usesBpf(5, 2, true))).isEmpty();
        assertThat(JUDGE.judge(Events.byServer().duringSetup().usesBpf(5, 15, true)))
                .isEmpty();
    }
}

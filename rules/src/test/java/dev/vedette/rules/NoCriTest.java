package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.RuntimeApi;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RuleTest("VDT-7002")
class NoCriTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CRI_V1")
    void tellsWhyThereIsNoCri(RuntimeApi.State state) {
        assertThat(JUDGE.only("VDT-7002", api(state)).message())
                .isEqualTo("containerd offers no CRI v1: its plugin is off.");
    }

    @Test
    void isSilentWhereCriAnswers() {
        assertThat(JUDGE.judge(api(RuntimeApi.State.CRI_V1))).isEmpty();
    }

    private static RuntimeApi api(RuntimeApi.State state) {
        return new RuntimeApi("containerd", "/run/x.sock", state, "its plugin is off", Events.EPOCH_NANOS);
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.SharedSetting;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-7006")
class PauseImagesTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void tellsImagesThatDiffer() {
        assertThat(JUDGE.only("VDT-7006", images("pause:3.8", "pause:3.10")).message())
                .contains("pause:3.8", "pause:3.10");
    }

    @Test
    void isSilentWhereBothNameTheSame() {
        assertThat(JUDGE.judge(images("pause:3.10", "pause:3.10"))).isEmpty();
    }

    @Test
    void isSilentOnDriversThatDiffer() {
        assertThat(JUDGE.judge(
                        "VDT-7006",
                        new SharedSetting(
                                "cgroup driver",
                                "systemd",
                                "flag",
                                "containerd",
                                "cgroupfs",
                                "file",
                                Events.EPOCH_NANOS)))
                .isEmpty();
    }

    private static SharedSetting images(String kubelet, String runtime) {
        return new SharedSetting("pause image", kubelet, "flag", "containerd", runtime, "file", Events.EPOCH_NANOS);
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SharedSetting;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-7003")
class CgroupDriversTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void tellsDriversThatDiffer() {
        assertThat(JUDGE.only("VDT-7003", setting("cgroup driver", "systemd", "cgroupfs")))
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
                    assertThat(finding.evidence()).containsEntry("kubelet", "systemd, kubelet.yaml:3");
                });
    }

    @Test
    void tellsASecondManagerBesideSystemd() {
        assertThat(JUDGE.only("VDT-7003", setting("cgroup manager", "systemd", "cgroupfs"))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentWhereBothAgree() {
        assertThat(JUDGE.judge(setting("cgroup driver", "systemd", "systemd"))).isEmpty();
        assertThat(JUDGE.judge(setting("cgroup manager", "systemd", "systemd"))).isEmpty();
        assertThat(JUDGE.judge("VDT-7003", setting("pause image", "a", "b"))).isEmpty();
    }

    private static SharedSetting setting(String name, String kubelet, String runtime) {
        return new SharedSetting(
                name, kubelet, "kubelet.yaml:3", "containerd", runtime, "config.toml:9", Events.EPOCH_NANOS);
    }
}

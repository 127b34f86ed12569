package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2004")
class SensitiveMountTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final long BIND = 4096;
    private static final long REMOUNT = 32;
    private static final long PRIVATE = 1 << 18;

    @ParameterizedTest
    @ValueSource(strings = {"proc", "sysfs", "cgroup", "debugfs", "tracefs", "securityfs", "bpf", "devtmpfs"})
    void findsKernelInterfaces(String type) {
        Finding finding = JUDGE.only("VDT-2004", Events.byServer().mounts(type, "none", "/tmp/m", 0, ""));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message()).contains(type, "/tmp/m");
    }

    @Test
    void findsBlockDevicesByTypeOrBySource() {
        assertThat(JUDGE.judge("VDT-2004", Events.byServer().mounts("ext4", "/tmp/node", "/mnt", 0, "")))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-2004", Events.byServer().mounts("odd", "/dev/sda1", "/mnt", 0, "")))
                .hasSize(1);
    }

    @Test
    void findsHiddenProcesses() {
        assertThat(JUDGE.only("VDT-2004", Events.byServer().mounts("", "/tmp/empty", "/proc/42", BIND, ""))
                        .message())
                .contains("hid a process");
        assertThat(JUDGE.judge("VDT-2004", Events.byServer().mounts("proc", "", "/proc", REMOUNT, "hidepid=2")))
                .hasSize(1);
    }

    @Test
    void findsASettingOfTheKernelGivenAnotherName() {
        assertThat(JUDGE.judge(
                        "VDT-2004", Events.byServer().mounts("", "/proc/sys/kernel/core_pattern", "/tmp/x", BIND, "")))
                .hasSize(1);
    }

    @Test
    void takesItMilderInAUserNamespaceOfItsOwn() {
        assertThat(JUDGE.only(
                                "VDT-2004",
                                Events.byServer().inOwnUserNamespace().mounts("proc", "proc", "/tmp/m", 0, ""))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnOrdinaryMountsAndOnTheRuntime() {
        assertThat(JUDGE.judge(Events.byServer().mounts("tmpfs", "/dev/shm", "/dev/shm", 0, "")))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().mounts("fuse.sshfs", "/dev/fuse", "/mnt", 0, "")))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().mounts("tmpfs", "tmpfs", "/tmp/t", 0, "")))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().mounts("", "/srv/a", "/srv/b", BIND, "")))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().mounts("", "", "/", PRIVATE, "")))
                .isEmpty();
        assertThat(JUDGE.judge(Events.byServer().duringSetup().mounts("proc", "proc", "/proc", 0, "")))
                .isEmpty();
    }
}

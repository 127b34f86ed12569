package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * VDT-2029 and VDT-2032: what keeps a container in its place, and what protects the node. Nothing is written into what is opened.
 * The call is bpf (321 on x86-64), with a program for devices that allows all and is attached nowhere.
 */
@OnAttackRange
class ProtectionTest {
    private static final String LOAD = """
            perl -e 'my $code = pack("CCSl", 0xb7, 0, 0, 1) . pack("CCSl", 0x95, 0, 0, 0); my $license = "GPL";
            my $asked = pack("LLQQ", 15, 2, unpack("Q", pack("p", $code)), unpack("Q", pack("p", $license))) . ("\\0" x 96);
            die "bpf: $!" if syscall(321, 5, $asked, length($asked)) < 0'
            """;

    private final AttackRange range;

    ProtectionTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void controlOfDevicesIsFound() {
        Workload attacker = administrator();

        attacker.does(
                        "mkdir /m && mount -t cgroup -o devices none /m && : >>/m/devices.allow; rc=$?; umount /m; exit $rc")
                .worked();
        attacker.isFound("VDT-2029", Severity.CRITICAL);

        attacker.does(LOAD).worked();
        attacker.isFound("VDT-2029", Severity.HIGH, f -> f.message().contains("loaded"));
    }

    @Test
    void settingsThatProtectTheNodeAreFound() {
        Workload attacker = range.privileged();

        attacker.does("""
                : >>/proc/sys/kernel/kptr_restrict
                mkdir /m && mount -t proc none /m && perl -e 'open(my $f, "+<", "/m/sys/fs/protected_symlinks") or die $!'
                umount /m
                cp /bin/busybox /tmp/tee && /tmp/tee -a /proc/self/root/proc/sys/kernel/yama/ptrace_scope </dev/null \\
                    || /tmp/tee -a /proc/../proc/sys/vm/mmap_min_addr </dev/null
                """).worked();

        attacker.isFound("VDT-2032", Severity.HIGH, f -> f.message().contains("kptr_restrict"));
        attacker.isFound("VDT-2032", Severity.HIGH, f -> f.message().contains("protected_symlinks"));
        attacker.isFound(
                "VDT-2032",
                Severity.HIGH,
                f -> f.message().contains("ptrace_scope") || f.message().contains("mmap_min_addr"));
    }

    @Test
    void looksAndOtherSettingsAreSilent() {
        Workload workload = administrator();

        workload.does("""
                cat /proc/sys/kernel/kptr_restrict /proc/sys/fs/protected_symlinks >/dev/null; id >/dev/null
                mkdir /m && mount -t cgroup -o devices none /m && cat /m/devices.list >/dev/null; umount /m
                """).worked();

        workload.isSilentOn("VDT-2029", "VDT-2032");
    }

    private Workload administrator() {
        return range.workload(
                UnaryOperator.identity(),
                container -> container.addCapability("SYS_ADMIN").addCapability("BPF"));
    }
}

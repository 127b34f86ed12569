package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import org.junit.jupiter.api.Test;

/**
 * VDT-2015: a container reaches for the node's processes, which are not changed; and what must stay silent of its kin.
 */
@OnAttackRange
class NodeReachedTest {
    /** Calls by their numbers on x86-64: ptrace 101, process_vm_readv 310, which fails. */
    private static final String TRACE = "die $! if syscall(101, 0x4206, HOST, 0, 0) < 0";

    private static final String READ =
            "my ($b, $n) = (\"x\" x 8, 8); my $v = pack(\"PQ\", $b, 8);" + " syscall(310, HOST, $v, 1, $v, 1, 0)";
    private final AttackRange range;

    NodeReachedTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void processesOfTheNodeAreFound() {
        Workload attacker = range.privilegedInHostPid();

        does(attacker, "perl -e '" + TRACE + "'");
        attacker.isFound(
                "VDT-2015", Severity.CRITICAL, finding -> finding.message().contains("ptrace"));
        does(attacker, "perl -e '" + READ + "'");
        attacker.isFound(
                "VDT-2015", Severity.MEDIUM, finding -> finding.message().contains("to read it"));
    }

    @Test
    void ordinaryWorkInAPrivilegedContainerIsSilent() {
        Workload workload = range.privileged();

        workload.does("cat /proc/1/root/etc/passwd /proc/$$/cmdline >/dev/null; cd /proc/self/root/tmp && busybox true"
                        + "; chroot / true; mknod /tmp/zero c 1 5"
                        + "; mkdir /tmp/jail; sleep 60 & kill $!; unshare -m sh -c 'cat /etc/passwd'"
                        + "; perl -e '$> = 1000; $> = 0; fork or exit; wait; kill 0, $$'"
                        + "; cat /proc/sys/kernel/modprobe; true")
                .worked();

        workload.isSilentOn(
                "VDT-2003",
                "VDT-2005",
                "VDT-2007",
                "VDT-2009",
                "VDT-2013",
                "VDT-2014",
                "VDT-2015",
                "VDT-2016",
                "VDT-2019",
                "VDT-2022");
    }

    private void does(Workload attacker, String attack) {
        attacker.does(attack.replace("HOST", Long.toString(range.hostPid()))).worked();
    }
}

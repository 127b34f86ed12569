package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * VDT-2003, 2005, 2007, 2009, 2013, 2014, 2015, 2019 and 2022: a container reaches for the node's files, devices, kernel and
 * processes. Nothing is written, and no process is changed.
 */
@OnAttackRange
class NodeReachedTest {
    /** Calls by their numbers on x86-64: ptrace 101, process_vm_readv 310, pidfd_open 434, pidfd_getfd 438. */
    private static final String TRACE = "die $! if syscall(101, 0x4206, HOST, 0, 0) < 0";

    private static final String READ =
            "my ($b, $n) = (\"x\" x 8, 8); my $v = pack(\"PQ\", $b, 8);" + " syscall(310, HOST, $v, 1, $v, 1, 0)";
    private static final String TAKE =
            "my $f = syscall(434, HOST, 0); die $! if $f < 0;" + " die $! if syscall(438, $f, 0, 0) < 0";

    private final AttackRange range;

    NodeReachedTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void filesAndDirectoriesOfTheNodeAreFound() {
        Workload attacker = range.privilegedInHostPid();

        does(attacker, "cat /proc/HOST/root/etc/hostname >/dev/null");
        attacker.isFound("VDT-2007", Severity.CRITICAL);
        does(attacker, "cd /proc/HOST/root/etc && busybox true");
        attacker.isFound(
                "VDT-2009", Severity.CRITICAL, finding -> finding.evidence().containsKey("directory"));
        does(attacker, "chroot /proc/HOST/root /bin/true");
        attacker.isFound(
                "VDT-2009", Severity.CRITICAL, finding -> finding.evidence().containsKey("root"));
        does(
                attacker,
                "cp /usr/bin/perl /tmp/innocent && /tmp/innocent -e 'open(my $f, \"<\","
                        + " \"/proc/self/../HOST/root/./etc/passwd\") or die $!'");
        attacker.isFound(
                "VDT-2007", Severity.CRITICAL, finding -> finding.evidence().containsValue("/etc/passwd"));
    }

    @Test
    void processesOfTheNodeAreFound() {
        Workload attacker = range.privilegedInHostPid();

        does(attacker, "perl -e '" + TRACE + "'");
        attacker.isFound(
                "VDT-2015", Severity.CRITICAL, finding -> finding.message().contains("ptrace"));
        does(attacker, "perl -e '" + READ + "'");
        attacker.isFound(
                "VDT-2015", Severity.CRITICAL, finding -> finding.message().contains("to read it"));
        does(attacker, "perl -e '" + TAKE + "'");
        attacker.isFound(
                "VDT-2015", Severity.CRITICAL, finding -> finding.message().contains("open file"));
        does(attacker, "kill -CONT HOST && perl -e 'kill(23, HOST) or die $!'");
        attacker.isFound(
                "VDT-2022", Severity.HIGH, finding -> finding.evidence().containsValue("18"));
        attacker.isFound(
                "VDT-2022", Severity.HIGH, finding -> finding.evidence().containsValue("23"));
    }

    @Test
    void kernelAndDevicesOfTheNodeAreFound() {
        Workload attacker = range.privileged();

        attacker.does("mknod /tmp/notes b 7 200 && rm /tmp/notes").worked();
        attacker.isFound(
                "VDT-2005", Severity.HIGH, finding -> finding.evidence().containsValue("7:200"));
        attacker.does("exec 3</proc/kcore");
        attacker.does("exec 3>>/proc/sys/kernel/modprobe").worked();
        attacker.isFound("VDT-2003", Severity.CRITICAL);
        attacker.does("mkdir /again && mount -t proc none /again && (exec 3>>/again/sysrq-trigger); umount /again")
                .worked();
        attacker.isFound("VDT-2003", Severity.HIGH);
        attacker.does("echo no module >/tmp/x.ko; insmod /tmp/x.ko");
        attacker.isFound("VDT-2013", Severity.CRITICAL);
        // bpf(BPF_PROG_GET_FD_BY_ID) and BPF_PROG_LOAD of a tracing program without instructions.
        attacker.does("perl -e 'my $a = pack(\"L32\", 1); syscall(321, 13, $a, 128);"
                + " my $p = pack(\"L32\", 5, 0); syscall(321, 5, $p, 128)'");
        attacker.isFound("VDT-2014", Severity.HIGH);
    }

    @Test
    void nodesCredentialsAreFoundWhereverTheyAreMounted() throws IOException {
        Path node = range.folder();
        Files.createDirectories(node.resolve("etc/kubernetes/manifests"));
        Files.writeString(node.resolve("etc/kubernetes/admin.conf"), "not a secret");
        Workload attacker = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(node, "/any", false));

        attacker.does("cat /any/etc/../etc/kubernetes/admin.conf").worked();
        attacker.isFound(
                "VDT-2019", Severity.CRITICAL, finding -> finding.evidence().containsKey("inode"));
        attacker.does("echo x >/any/.x && mv /any/.x /any/etc/kubernetes/manifests/x.yaml")
                .worked();
        attacker.isFound(
                "VDT-2019", Severity.CRITICAL, finding -> finding.message().contains("makes a pod"));
        attacker.does("echo x >/any/etc/kubernetes/manifests/y.yaml; rm /any/etc/kubernetes/manifests/*")
                .worked();
        attacker.isFound(
                "VDT-2019",
                Severity.CRITICAL,
                finding -> finding.evidence().containsValue("/any/etc/kubernetes/manifests/y.yaml"));
        attacker.isSilentOn("VDT-2007", "VDT-2009");
    }

    @Test
    void ordinaryWorkInAPrivilegedContainerIsSilent() {
        Workload workload = range.privileged();

        workload.does("cat /proc/1/root/etc/passwd /proc/$$/cmdline >/dev/null; cd /proc/self/root/tmp && busybox true"
                        + "; chroot / true; mkdir -p /etc/kubernetes && echo x >/etc/kubernetes/admin.conf"
                        + "; cat /etc/kubernetes/admin.conf /dev/null; mknod /tmp/zero c 1 5"
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

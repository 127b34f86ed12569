package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * VDT-2003, VDT-2014, VDT-2022, VDT-2026 and VDT-2032: the node's kernel made to do what a container wants, and signals to its
 * processes. Settings are opened for writing and never written; HOST stands for a process of the node, to which signals are sent
 * that change nothing (SIGCONT, SIGWINCH, SIGURG). Calls by their numbers on x86-64: socket (41), bind (49), tgkill (234), splice
 * (275), bpf (321), pidfd_send_signal (424), pidfd_open (434).
 */
@OnAttackRange
class KernelTakenTest {
    /** A program that answers 0 and is attached nowhere; its type is the first argument. */
    private static final String LOAD = """
            -e 'my $code = pack("CCSl", 0xb7, 0, 0, 0) . pack("CCSl", 0x95, 0, 0, 0); my $license = "GPL";
            my $asked = pack("LLQQ", $ARGV[0], 2, unpack("Q", pack("p", $code)), unpack("Q", pack("p", $license))) . ("\\0" x 96);
            die "bpf: $!" if syscall(321, 5, $asked, length($asked)) < 0' \
            """;

    private final AttackRange range;

    KernelTakenTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void settingsByWhichTheKernelStartsProgramsAreFound() {
        Workload attacker = range.privileged();

        attacker.does("""
                mkdir /m; : >>/proc/sys/kernel/poweroff_cmd
                mount -t binfmt_misc none /m && perl -e 'open(my $f, ">>", "/m/register") or die $!'; umount /m
                mount -t tracefs none /m; cp /bin/busybox /tmp/tee; ln -s /m/uprobe_events /tmp/notes
                /tmp/tee -a /tmp/notes </dev/null; umount /m
                """).worked();

        attacker.isFound(
                "VDT-2003", Severity.CRITICAL, f -> f.evidence().containsValue("/proc/sys/kernel/poweroff_cmd"));
        attacker.isFound("VDT-2003", Severity.HIGH, f -> f.message().contains("a kind of program"));
        attacker.isFound("VDT-2003", Severity.HIGH, f -> f.message().startsWith("/tmp/tee"));
    }

    /** A control-group hierarchy of the test's own, which ends with its last mount. */
    @Test
    void programOfAContainerThatTheKernelStartsIsFound() {
        Workload attacker = range.privileged();
        String program = "/proc/" + attacker.container().pid() + "/root/tmp/innocent";

        attacker.does("cp /bin/busybox /tmp/innocent; mkdir /m && mount -t cgroup -o none,name=vedette-taken none /m\n"
                        + "echo " + program + " >/m/release_agent; mkdir /m/a; echo 1 >/m/a/notify_on_release\n"
                        + "sh -c 'echo $$ >/m/a/cgroup.procs'; i=0; until rmdir /m/a; do i=$((i+1)); [ $i -lt 50 ] || break;"
                        + " sleep 0.1; done; echo >/m/release_agent; umount /m")
                .worked();

        range.findings()
                .await(
                        "a container's file that the kernel has started",
                        finding -> finding.ruleId().equals("VDT-2003")
                                && finding.severity() == Severity.CRITICAL
                                && finding.message().startsWith("The kernel started")
                                && finding.message().contains("innocent"));
    }

    @Test
    void programsGivenToTheKernelAndTakenFromItAreFound() {
        Workload attacker = range.privileged();

        attacker.does("perl " + LOAD + "2; cp /usr/bin/perl /tmp/innocent && /tmp/innocent " + LOAD + "3\n" + """
                perl -e 'my $next = "\\0" x 120; die $! if syscall(321, 11, $next, 120) < 0;
                my $id = unpack("x4L", $next); my $taken = pack("L", $id) . ("\\0" x 116);
                die $! if syscall(321, 13, $taken, 120) < 0'
                """)
                .worked();

        attacker.isFound("VDT-2014", Severity.HIGH, f -> f.evidence().containsValue("2"));
        attacker.isFound("VDT-2014", Severity.MEDIUM, f -> f.message().startsWith("/tmp/innocent"));
        attacker.isFound("VDT-2014", Severity.HIGH, f -> f.message().contains("of others"));
    }

    @Test
    void signalsToTheNodesProcessesAreFoundByEachCall() {
        Workload attacker = range.privilegedInHostPid();

        attacker.does("""
                kill -CONT HOST; cp /usr/bin/perl /tmp/innocent
                /tmp/innocent -e 'die $! if syscall(234, HOST, HOST, 28) < 0'
                perl -e 'my $p = syscall(434, HOST, 0); die $! if syscall(424, $p, 23, 0, 0) < 0'
                """.replace("HOST", Long.toString(range.hostPid()))).worked();

        for (String signal : new String[] {"18", "28", "23"}) {
            attacker.isFound(
                    "VDT-2022", Severity.HIGH, f -> f.evidence().get("signal").equals(signal));
        }
    }

    /** Whether the kernel has ciphers for programs or not: that they were asked for is the second half. */
    @Test
    void filesPagesInAPipeAndTheKernelsCiphersAreFoundTogether() {
        Workload attacker = range.workload(UnaryOperator.identity(), UnaryOperator.identity());

        attacker.does("""
                perl -e 'open(my $f, "<", "/bin/busybox") or die $!; pipe(my $r, my $w) or die $!;
                die "splice: $!" if syscall(275, fileno($f), 0, fileno($w), 0, 512, 0) < 1; syscall(41, 38, 5, 0)'
                """).worked();

        attacker.isFound(
                "VDT-2026",
                Severity.CRITICAL,
                f -> f.evidence().getOrDefault("parts", "").contains("ALG"));
    }

    @Test
    void packetFilterOfTheNodeEmptiedIsFound() {
        Workload attacker = range.workload(pod -> pod.hostNetwork(), container -> container.runtimeSeccomp());

        attacker.does("cp /bin/true /tmp/iptables; /tmp/iptables -F; true").worked();

        attacker.isFound(
                "VDT-2032", Severity.MEDIUM, f -> f.evidence().get("command").contains("-F"));
    }

    @Test
    void looksAndWhatConcernsItselfAreSilent() {
        Workload workload = range.privileged();

        workload.does("""
                cat /proc/sys/kernel/poweroff_cmd >/dev/null; mkdir /m /m/a; echo x >/m/register; echo x >/m/uprobe_events
                mount -t tracefs none /m && head -n 1 /m/uprobe_events; umount /m
                sleep 60 & kill -CONT $!; kill $!; perl -e 'my $n = "\\0" x 120; syscall(321, 11, $n, 120)'
                cp /bin/true /tmp/iptables; /tmp/iptables -F
                mount -t cgroup -o none,name=vedette-silent none /m && umount /m
                """).worked();

        workload.isSilentOn("VDT-2003", "VDT-2014", "VDT-2022", "VDT-2026", "VDT-2032");
    }
}

package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * VDT-3020, VDT-3034 and VDT-3041: what processes of one container do to each other. Calls by their numbers on x86-64: ptrace
 * (101), process_vm_readv (310) and process_vm_writev (311).
 */
@OnAttackRange
class ProcessReachTest {
    /** A process to be reached for, which nobody who reaches for it has started. */
    private static final String VICTIM = "sleep 60 & victim=$!\n";

    private static final String AREA = "perl -e 'my ($pid, $call) = @ARGV;"
            + " open(my $m, \"<\", \"/proc/$pid/maps\") or die $!;"
            + " my ($at) = map { /^([0-9a-f]+)-\\S+ rw.*\\[stack/ ? hex($1) : () } <$m>; my $bytes = \"\\0\" x 8;"
            + " my $own = pack(\"QQ\", unpack(\"Q\", pack(\"p\", $bytes)), 8); my $its = pack(\"QQ\", $at, 8);"
            + " die \"$call: $!\" if syscall($call, $pid + 0, $own, 1, $its, 1, 0) < 0' $victim ";

    private final AttackRange range;

    ProcessReachTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void codePutIntoAnotherProcessIsFound() {
        Workload attacker = tracer();

        // The bottom of its stack's area, which nothing uses.
        attacker.does(VICTIM + AREA + "311 && perl -e 'my $p = shift; die $! if syscall(101, 16, $p + 0, 0, 0) < 0;"
                        + " syscall(101, 17, $p + 0, 0, 0)' $victim && /bin/dd if=/dev/null of=/proc/$victim/mem conv=notrunc"
                        + "; rc=$?; kill $victim; exit $rc")
                .worked();

        attacker.isFound("VDT-3020", Severity.HIGH, f -> f.message().contains("wrote into the memory"));
        attacker.isFound("VDT-3020", Severity.MEDIUM, f -> f.message().contains("attached"));
        attacker.isFound("VDT-3020", Severity.HIGH, f -> f.message().contains("opened the memory"));
    }

    @Test
    void memoryOfAnotherProcessIsFound() {
        Workload attacker = tracer();

        attacker.does(VICTIM + AREA + "310; cp /usr/bin/perl /tmp/innocent; "
                        + AREA.replace("perl -e", "/tmp/innocent -e")
                        + "310; /bin/dd if=/proc/$victim/mem count=0; kill $victim")
                .worked();

        attacker.isFound("VDT-3041", Severity.MEDIUM);
        attacker.isFound("VDT-3041", Severity.HIGH, f -> f.message().startsWith("/tmp/innocent"));
        attacker.isFound("VDT-3041", Severity.HIGH, f -> f.message().contains("opened the memory"));
    }

    @Test
    void lookForATracerIsFound() {
        Workload attacker = tracer();

        attacker.does("perl -e 'die $! if syscall(101, 0, 0, 0, 0) < 0'; true").worked();
        attacker.isFound("VDT-3034", Severity.LOW);

        attacker.does("cp /usr/bin/perl /tmp/innocent; /tmp/innocent -e 'syscall(101, 0, 0, 0, 0)'; true")
                .worked();
        attacker.isFound("VDT-3034", Severity.MEDIUM, f -> f.message().startsWith("/tmp/innocent"));
    }

    @Test
    void debuggerOfItsOwnChildIsSilent() {
        Workload workload = tracer();

        workload.does(
                        "perl -e 'my $p = fork(); if (!$p) { syscall(101, 0, 0, 0, 0); kill(9, $$); exit } waitpid($p, 0);"
                                + " $p = fork(); if (!$p) { sleep(9); exit } syscall(101, 16, $p, 0, 0); waitpid($p, 0);"
                                + " syscall(101, 17, $p, 0, 0); kill(9, $p)'; cat /proc/self/maps /proc/1/status >/dev/null")
                .worked();

        workload.isSilentOn("VDT-3020", "VDT-3034", "VDT-3041");
    }

    private Workload tracer() {
        return range.workload(UnaryOperator.identity(), container -> container.addCapability("SYS_PTRACE"));
    }
}

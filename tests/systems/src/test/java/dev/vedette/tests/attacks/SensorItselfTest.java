package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import org.junit.jupiter.api.Test;

/** VDT-8003 and VDT-8009: what is done to the sensor, and to what it can see. */
@OnAttackRange
class SensorItselfTest {
    private final AttackRange range;

    SensorItselfTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void whoReachesForTheSensorIsFound() {
        long sensor = ProcessHandle.current().pid();
        Workload attacker = range.privilegedInHostPid();
        var unused = attacker.isFound("VDT-1002", Severity.HIGH);

        attacker.does("kill -CONT " + sensor).worked();
        attacker.does("perl -e 'open(my $f, \"+<\", \"/proc/" + sensor + "/mem\") or die $!'")
                .worked();
        attacker.does("mount -t bpf none /sys/fs/bpf && mkdir /sys/fs/bpf/vedette && rmdir /sys/fs/bpf/vedette"
                        + " && umount /sys/fs/bpf")
                .worked();

        unused = attacker.isFound(
                "VDT-8003", Severity.HIGH, finding -> finding.evidence().containsKey("signal"));
        unused = attacker.isFound(
                "VDT-8003", Severity.CRITICAL, finding -> finding.message().contains("memory"));
        unused = attacker.isFound(
                "VDT-8003", Severity.CRITICAL, finding -> finding.evidence().containsValue("rmdir"));
    }

    /** Without a shell's help: it keeps the path of where it is, and cannot go where that is too long. */
    @Test
    void pathsTooLongToBeSeenAreTold() {
        Workload hiding = range.ordinary();
        var unused = hiding.isFound("VDT-1018", Severity.INFO);

        hiding.does("perl -e 'my $n = \"d\" x 200; chdir \"/tmp\"; for (1..24) { mkdir $n; chdir $n or die $! }"
                        + " open(my $f, \">\", \"hidden\") or die $!'")
                .worked();

        unused = hiding.isFound("VDT-8009", Severity.MEDIUM);
    }

    @Test
    void neighboursAndShortPathsAreSilent() {
        Workload ordinary = range.ordinary();

        ordinary.does("sleep 5 & kill -CONT $! && kill -9 $! ; mkdir -p /tmp/etc/vedette && echo x >/tmp/etc/vedette/x"
                        + " && rm -r /tmp/etc/vedette")
                .worked();

        ordinary.isSilentOn("VDT-8003", "VDT-8009");
    }
}

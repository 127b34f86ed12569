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

        attacker.does("kill -CONT " + sensor).worked();
        attacker.does("head -c 0 /proc/" + sensor + "/mem").worked();
        attacker.does("mkdir /pins && mount -t bpf none /pins && mkdir /pins/vedette && rmdir /pins/vedette"
                        + " && umount /pins")
                .worked();

        var unused = attacker.isFound(
                "VDT-8003", Severity.HIGH, finding -> finding.evidence().containsKey("signal"));
        unused = attacker.isFound(
                "VDT-8003",
                Severity.CRITICAL,
                finding -> finding.evidence().getOrDefault("file", "").endsWith("/mem"));
        unused = attacker.isFound(
                "VDT-8003", Severity.CRITICAL, finding -> finding.evidence().containsValue("rmdir"));
    }

    @Test
    void pathsTooLongToBeSeenAreTold() {
        Workload hiding = range.ordinary();

        hiding.does(
                        "cd /tmp && n=$(printf '%0200d' 0) && i=0 && while [ $i -lt 24 ]; do mkdir $n && cd $n && i=$((i+1));"
                                + " done && echo x >hidden && cat hidden")
                .worked();

        var unused = hiding.isFound("VDT-8009", Severity.MEDIUM);
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

package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * VDT-2001 and VDT-2002: files by which the node is made to run a program. They are opened for writing and never
 * written.
 */
@OnAttackRange
class HostSettingsTest {
    private final AttackRange range;

    HostSettingsTest(AttackRange range) {
        this.range = range;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec 3>>/proc/sys/kernel/core_pattern",
                "mkdir /again && mount -t proc none /again && exec 3>>/again/sys/kernel/core_pattern",
                "perl -e 'open(my $f, \"+<\", \"/proc/self/root/proc/../proc/sys//kernel/core_pattern\") or die $!'",
                "cp /usr/bin/perl /tmp/innocent && cd /proc/sys/kernel"
                        + " && /tmp/innocent -e 'open(my $f, \">>\", \"core_pattern\") or die $!'",
                "exec 3>>/proc/sys/kernel/core_pipe_limit",
                "touch /tmp/notes && mount -o bind /proc/sys/kernel/core_pattern /tmp/notes && exec 3>>/tmp/notes",
            })
    void coreDumpSettingsOpenedForWritingAreFound(String attack) {
        var attacker = range.privileged();

        attacker.does(attack).worked();

        attacker.isFound("VDT-2002", Severity.CRITICAL);
    }

    @Test
    void readingTheSettingOrWritingAnotherOneOrItsNameElsewhereIsSilent() {
        var workload = range.privileged();

        workload.does(
                        "cat /proc/sys/kernel/core_pattern && echo x >/tmp/core_pattern && exec 3>>/proc/sys/kernel/panic")
                .worked();

        workload.isSilentOn("VDT-2002");
    }

    @Test
    void whatTheKernelRefusesIsSilent() {
        var workload = range.ordinary();

        workload.does("exec 3>>/proc/sys/kernel/core_pattern").failed();

        workload.isSilentOn("VDT-2002", "VDT-2001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec 3>>/cg/notify_on_release",
                "exec 3>>/cg/release_agent",
                "mkdir /cg/vedette-test && perl -e 'open(my $f, \"+<\", \"/cg/vedette-test/notify_on_release\") or die $!'"
                        + "; rc=$?; rmdir /cg/vedette-test; (exit $rc)",
                "mkdir /other && mount --bind /cg /other && exec 3>>/other/release_agent; rc=$?; umount /other; (exit $rc)",
            })
    void releaseAgentReachedForIsFound(String attack) {
        var attacker = range.privileged();

        attacker.does("mkdir /cg && mount -t cgroup -o pids none /cg && (" + attack + "); rc=$?; umount /cg; exit $rc")
                .worked();

        attacker.isFound("VDT-2001", Severity.CRITICAL);
    }

    @Test
    void releaseAgentGivenToAMountIsFound() {
        var attacker = range.privileged();

        attacker.does("mkdir /cg && mount -t cgroup -o none,name=vedette-test,release_agent=/bin/true none /cg"
                        + " && umount /cg")
                .worked();

        attacker.isFound(
                "VDT-2001", Severity.CRITICAL, finding -> finding.evidence().containsKey("options"));
    }

    @Test
    void otherFilesOfTheHierarchyAndReadingAreSilent() {
        var workload = range.privileged();

        workload.does("mkdir /cg && mount -t cgroup -o pids none /cg && cat /cg/release_agent && (exec 3>>/cg/tasks)"
                        + "; rc=$?; umount /cg; echo x >/tmp/release_agent; exit $rc")
                .worked();

        workload.isSilentOn("VDT-2001");
    }
}

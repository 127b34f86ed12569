package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.demo.runtime.PodRequest;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VDT-2006, VDT-2017 and VDT-2018: a container's process in the namespaces, and in the control groups, of the node. */
@OnAttackRange
class EscapeTest {
    private final AttackRange range;

    EscapeTest(AttackRange range) {
        this.range = range;
    }

    /** HOST stands for a process of the node; the system calls are pidfd_open (434), setns (308) by pidfd or by nsfs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nsenter -t HOST -n true",
                "nsenter -t HOST -u true; nsenter -t HOST -i true",
                "mkdir /tmp/x && cp /bin/busybox /tmp/x/nsenter && /tmp/x/nsenter -t HOST -n true",
                "perl -e 'my $f = syscall(434, HOST, 0); die $! if $f < 0; die $! if syscall(308, $f, 0x40000000) < 0'",
                "perl -e 'open(my $f, \"<\", \"/proc/HOST/ns/uts\") or die $!; die $! if syscall(308, fileno($f), 0) < 0'",
            })
    void enteringTheNodesNamespaceIsFound(String attack) {
        Workload attacker = range.privilegedInHostPid();

        attacker.does(onHost(attack)).worked();

        attacker.isFound("VDT-2006", Severity.CRITICAL);
        attacker.isSilentOn("VDT-2017");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nsenter -t HOST -m -n true",
                "perl -e 'my $f = syscall(434, HOST, 0); die $! if $f < 0; die $! if syscall(308, $f, 0x00020000) < 0;"
                        + " exec \"/bin/true\"'",
            })
    void programInTheNodesFileTreeIsFound(String attack) {
        Workload attacker = range.privilegedInHostPid();

        attacker.does(onHost(attack)).worked();

        attacker.isFound("VDT-2006", Severity.CRITICAL);
        attacker.isFound("VDT-2017", Severity.CRITICAL);
    }

    @Test
    void namespacesOfItsOwnAndOfItselfAreSilent() {
        Workload workload = range.privileged();

        workload.does("nsenter -t $$ -n -u -i true && unshare -m -n -u -i true && unshare -p -f true"
                        + " && unshare -n sleep 60 & sleep 0.3; nsenter -t $! -n true; kill $!")
                .worked();

        workload.isSilentOn("VDT-2006", "VDT-2017");
    }

    /** Whatever the hierarchies are: only one of them tells containers apart. */
    @Test
    void leavingTheContainersControlGroupIsFoundAndAGroupBelowItIsItsOwn() {
        Workload attacker = range.workload(
                PodRequest::privileged,
                container -> container.privileged().mount(Path.of("/sys/fs/cgroup"), "/groups", false));

        attacker.does("""
                sleep 60 & victim=$!
                for group in $(find /sys/fs/cgroup -maxdepth 2 -name cgroup.procs); do
                    folder=${group%/*}
                    mkdir $folder/below && echo $victim >$folder/below/cgroup.procs || true
                done
                kill $victim; wait $victim || true
                rmdir $(find /sys/fs/cgroup -maxdepth 2 -name below) || true
                """).worked();
        attacker.isSilentOn("VDT-2018");
        attacker.does("""
                sleep 60 & victim=$!
                for group in $(find /groups -maxdepth 2 -name cgroup.procs); do echo $victim >$group || true; done
                kill $victim
                """).worked();

        attacker.isFound("VDT-2018", Severity.HIGH);
    }

    @Test
    void anotherContainersNamespaceIsNotTheNodes() {
        Workload other = range.ordinary();
        Workload workload = range.privilegedInHostPid();

        workload.does("nsenter -t " + other.container().pid() + " -n true").worked();

        workload.isSilentOn("VDT-2006", "VDT-2017");
    }

    private String onHost(String attack) {
        return attack.replace("HOST", Long.toString(range.hostPid()));
    }
}

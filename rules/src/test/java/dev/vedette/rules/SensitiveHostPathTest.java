package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Isolations;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-1007")
class SensitiveHostPathTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "/var/lib/../..",
                "/proc/1/root/etc",
                "/etc",
                "/etc/",
                "/etc/kubernetes/pki",
                "/var",
                "/var/lib",
                "/var/lib/kubelet/pki",
                "/run",
                "/var/run",
                "/dev",
                "/dev/sda1",
                "/dev/nvme0n1",
                "/dev/mem",
                "/opt",
                "/opt/cni",
                "/home/user/.ssh",
                "/root",
                "/sys/fs/cgroup",
                "/var/log",
                "/lib/modules",
                "/etc/localtime",
                "/proc/1/cwd/etc",
                "C:\\",
                "c:/Windows/System32",
                "C:\\ProgramData\\docker",
                "C:\\var\\lib\\kubelet"
            })
    void findsWritableOnesInEverySpelling(String source) {
        Finding finding =
                JUDGE.only("VDT-1007", Isolations.ordinary().mounting(source).seenIn(Source.MANIFEST));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.evidence()).containsEntry("declared as", source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc", "/root", "/var/lib/kubelet", "/boot", "/sys/kernel/debug", "/run"})
    void ratesReadOnlyOnesMilder(String source) {
        Isolations mounted = Isolations.ordinary().mountingReadOnly(source);

        assertThat(JUDGE.only("VDT-1007", mounted.seenIn(Source.KERNEL)).severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void ratesAReadOnlyOneHighWhenMountsReachBackIntoTheNode() {
        Isolations mounted = Isolations.ordinary().mounting("/var/lib/kubelet", true, true);

        assertThat(JUDGE.only("VDT-1007", mounted.seenIn(Source.RUNTIME)).severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsEachOfSeveral() {
        Isolations mounted =
                Isolations.ordinary().mounting("/etc").mountingReadOnly("/root").mounting("/data");

        assertThat(JUDGE.judge("VDT-1007", mounted.seenIn(Source.RUNTIME)))
                .extracting(f -> f.evidence().get("path on the node"))
                .containsExactlyInAnyOrder("/etc", "/root");
    }

    @Test
    void whatComesWithTheNodesRootIsOneFindingUnlessItIsWorse() {
        Isolations mounted = Isolations.ordinary()
                .at("/", "/host", true)
                .at("/boot", "/host/boot", true)
                .at("/sys/fs/cgroup", "/host/sys/fs/cgroup", false)
                .at("/run", "/host/run", false)
                .at("/etc", "/configuration", true);

        assertThat(JUDGE.judge("VDT-1007", mounted.seenIn(Source.KERNEL)))
                .extracting(f -> f.severity() + " " + f.evidence().get("path on the node") + " with "
                        + f.evidence().get("with it"))
                .containsExactlyInAnyOrder("MEDIUM / with /boot", "HIGH /sys/fs/cgroup with /run", "MEDIUM /etc with ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/localtime",
                "/etc/machine-id",
                "/etc/ssl/certs",
                "/etc/ssl/certs/ca-certificates.crt",
                "/usr/share/ca-certificates",
                "/var/log",
                "/var/log/pods",
                "/lib/modules",
                "/proc",
                "/sys",
                "/usr/share/zoneinfo/UTC"
            })
    void isSilentOnWhatAnybodyMayRead(String source) {
        assertThat(JUDGE.judge(Isolations.ordinary().mountingReadOnly(source).seenIn(Source.KERNEL)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\data",
                "C:/kubernetes-logs",
                "/data",
                "/srv/etc",
                "/mnt/disks/ssd1",
                "/etcetera",
                "/run/app",
                "/dev/fuse",
                "/dev/shm"
            })
    void isSilentOnOtherPaths(String source) {
        assertThat(JUDGE.judge(
                        "VDT-1007", Isolations.ordinary().mounting(source).seenIn(Source.RUNTIME)))
                .isEmpty();
    }
}

package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** VDT-2021 and VDT-2028: programs of the node that do what a container wants. */
@OnAttackRange
class RuntimeHelpersTest {
    private final AttackRange range;

    RuntimeHelpersTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void codeOfAContainerOnTheNodeIsFound() throws Exception {
        Workload container = range.ordinary();
        Path helper = helper("conmon");

        runs(container.inside("/bin/busybox").toString(), "true");
        found("VDT-2028", Severity.HIGH, "/bin/busybox");

        // One that the runtime's helper has started, by another path to the same file system.
        runs(
                helper.toString(),
                "-e",
                "system(@ARGV) == 0 or die",
                "/proc/" + container.container().pid() + "/cwd/../../../usr/bin/perl",
                "-e",
                "1");
        found("VDT-2028", Severity.CRITICAL, "/usr/bin/perl");
    }

    /** As CVE-2025-23266 had it: the environment of a container for a hook of the node. */
    @Test
    void libraryThatAHelperIsToldToLoadFromWhereverItIsFound() throws Exception {
        String helper = helper("conmon").toString();
        String runs = "system(\"/usr/bin/env\", @ARGV) == 0 or die";
        runs(helper, "-e", runs, "LD_PRELOAD=./innocent.so", "/bin/true");
        found("VDT-2028", Severity.CRITICAL, "LD_PRELOAD=./innocent.so");
        runs(helper, "-e", runs, "LD_AUDIT=/proc/self/cwd/innocent.so", "/usr/bin/id");
        found("VDT-2028", Severity.CRITICAL, "LD_AUDIT=/proc/self/cwd/innocent.so");
    }

    @Test
    void shellOfAHelperIsFound() throws Exception {
        runs(helper("conmon").toString(), "-e", "system(\"/bin/sh\", \"-c\", \"true\")");
        found("VDT-2021", Severity.HIGH, "conmon");

        runs(helper("kubelet").toString(), "-e", "exec(\"/usr/bin/perl\", \"-e\", \"1\")");
        found("VDT-2021", Severity.HIGH, "kubelet");

        runs(helper("pinns").toString(), "-e", "exec(\"/bin/true\")");
        found("VDT-2021", Severity.HIGH, "pinns");
    }

    /** The range's own containerd, shim and runc have begun containers all the while. */
    @Test
    void runtimeAtItsWorkAndTheNodesOwnProgramsAreSilent() throws Exception {
        Workload container = range.ordinary();
        container.exec("true");
        runs("nsenter", "-t", Long.toString(container.container().pid()), "-m", "-n", "/bin/busybox", "true");
        runs(helper("kubelet").toString(), "-e", "exec(\"/bin/true\")");
        runs("sh", "-c", "perl -e 1");
        container.isSilentOn("VDT-2021", "VDT-2028");

        List<Finding> told = range.findings().all().stream()
                .filter(finding ->
                        finding.ruleId().equals("VDT-2021") || finding.ruleId().equals("VDT-2028"))
                .filter(finding -> !finding.evidence().toString().contains("helper"))
                .filter(finding -> finding.message().contains("containerd")
                        || finding.message().contains("runc"))
                .toList();
        assertThat(told).isEmpty();
    }

    private void found(String rule, Severity severity, String in) {
        range.findings()
                .await(
                        rule + " of " + in,
                        finding -> finding.ruleId().equals(rule)
                                && finding.severity() == severity
                                && finding.evidence().toString().contains(in));
    }

    /** Perl under a helper's name. */
    private Path helper(String name) throws IOException {
        return Files.copy(Path.of("/usr/bin/perl"), range.folder().resolve(name));
    }

    private static void runs(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}

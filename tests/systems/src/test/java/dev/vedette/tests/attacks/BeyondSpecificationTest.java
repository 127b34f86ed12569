package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** VDT-1050 and VDT-2027: what the kernel shows is wider than what the runtime was asked for, since somebody went round it. */
@OnAttackRange
class BeyondSpecificationTest {
    /** Where containerd's shim has runc keep its state (the default of its option Root). */
    private static final Path RUNC_STATE = Path.of("/run/containerd/runc/k8s.io");

    /** It stays until its input ends, so that its mounts can be read. */
    private static final String AS_A_RUNTIME = "mkdir $ARGV[0] or die; open(P, \">\", \"$ARGV[0]/cgroup.procs\");"
            + " print P $$; close(P) or die; open(F, \">>\", $ARGV[1]) or die; <STDIN>";

    private final AttackRange range;

    BeyondSpecificationTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void capabilityGivenToAnExecBehindTheRuntimesBackIsFound() throws Exception {
        Workload workload = range.ordinary();

        runcExec(workload, "--cap", "CAP_SYS_ADMIN");

        var found = workload.isFound("VDT-1050", Severity.CRITICAL);
        assertThat(found.message()).contains("SYS_ADMIN");
    }

    @Test
    void everyCapabilityGivenToAnExecIsFound() throws Exception {
        Workload workload = range.ordinary();

        List<String> all = new ArrayList<>();
        for (String capability : List.of("CAP_SYS_MODULE", "CAP_SYS_PTRACE", "CAP_BPF")) {
            all.addAll(List.of("--cap", capability));
        }
        runcExec(workload, all.toArray(String[]::new));

        var found = workload.isFound("VDT-1050", Severity.CRITICAL);
        assertThat(found.message()).contains("SYS_MODULE", "SYS_PTRACE", "BPF");
    }

    @Test
    void execWithinTheBoundsIsSilent() throws Exception {
        Workload workload = range.ordinary();

        runcExec(workload);
        runcExec(workload, "--user", "65534");
        assertThat(workload.exec("true").exitCode()).isZero();

        workload.isSilentOn("VDT-1050", "VDT-2027");
    }

    @Test
    void deviceThatSomebodyOnTheNodeAddsIsFound() throws Exception {
        Workload workload = interferedWith("mknod /dev/spare b 7 200");

        assertThat(workload.isFound("VDT-1050", Severity.CRITICAL).message()).contains("devices b 7:200");
    }

    @Test
    void leaveToUseADeviceThatSomebodyOnTheNodeGivesIsFound() throws Exception {
        Workload workload = range.ordinary();
        Path devices = Path.of("/sys/fs/cgroup/devices");
        assumeTrue(Files.exists(devices.resolve("devices.list")), "this node's devices are controlled by programs");
        String own = Files.readAllLines(Path.of("/proc/" + workload.container().pid() + "/cgroup")).stream()
                .filter(line -> line.contains(":devices:"))
                .map(line -> line.substring(line.lastIndexOf(':') + 1))
                .findFirst()
                .orElseThrow();

        Files.writeString(devices.resolve(own.substring(1)).resolve("devices.allow"), "b 7:200 rw");
        assertThat(workload.exec("sleep", "1").exitCode()).isZero();

        assertThat(workload.isFound("VDT-1050", Severity.CRITICAL).message())
                .contains("leave to use the devices b 7:200 rw");
    }

    @Test
    void rootThatSomebodyOnTheNodeMakesWritableIsFound() throws Exception {
        Workload workload = interferedWith("mount -n -o remount,bind,rw none /");

        assertThat(workload.isFound("VDT-1050", Severity.CRITICAL).message()).contains("root file system");
    }

    @Test
    void maskThatIsTakenAwayIsFound() throws Exception {
        Workload workload = interferedWith("umount /proc/keys");

        assertThat(workload.isFound("VDT-2027", Severity.CRITICAL).message()).contains("/proc/keys can be looked into");
    }

    @Test
    void maskThatShowsAnotherFileOfTheKernelIsFound() throws Exception {
        Workload workload = interferedWith("umount /proc/keys; mount -o bind /proc/sys/kernel/ostype /proc/keys");

        assertThat(workload.isFound("VDT-2027", Severity.CRITICAL).message())
                .contains("/proc/keys shows proc:/sys/kernel/ostype");
    }

    @Test
    void nullDeviceThatIsReplacedByAFileIsNoMask() throws Exception {
        Workload workload =
                interferedWith("umount /proc/keys; echo keys >/run/keys; mount -o bind /run/keys /proc/keys");

        assertThat(workload.isFound("VDT-2027", Severity.CRITICAL).message()).contains("/proc/keys can be looked into");
    }

    @Test
    void readOnlyPathThatIsMadeWritableIsFound() throws Exception {
        Workload workload = interferedWith("umount /proc/sys");

        assertThat(workload.isFound("VDT-2027", Severity.CRITICAL).message()).contains("/proc/sys can be written");
    }

    /** As a runtime does it: it makes a container's group, goes in and writes, here to another file than it meant. */
    @Test
    void writeOfThePreparingRuntimeThatIsLedAstrayIsFound() throws Exception {
        ledAstray("1", "/proc/sys/kernel/core_pipe_limit", "");
    }

    /** The file that a runtime writes its label to keeps its name while another one is bound over it. */
    @Test
    void writeThatIsLedAstrayUnderTheRightNameIsFound() throws Exception {
        ledAstray(
                "2",
                "/proc/$$/attr/exec",
                "mount --bind /proc/sys/kernel/core_pipe_limit /proc/$$/attr/exec || exit 3; ");
    }

    private void ledAstray(String which, String written, String before) throws Exception {
        String id = which
                + "b".repeat(55)
                + String.format("%08x", ProcessHandle.current().pid());
        Path group = unifiedHierarchy().resolve(id);

        // Not written, only opened for it; in a mount namespace of its own, so that nothing has to be put back.
        Process preparing = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        before + "exec perl -e '" + AS_A_RUNTIME + "' " + group + " " + written)
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start();
        try (Closeable _ = () -> Files.deleteIfExists(group);
                Closeable _ = () -> preparing.destroyForcibly().onExit().join()) {
            range.findings()
                    .await(
                            "VDT-2027",
                            finding -> finding.ruleId().equals("VDT-2027")
                                    && finding.container().id().equals(id)
                                    && finding.message().contains("opened /proc/sys/kernel/core_pipe_limit"));
            preparing.getOutputStream().close();
            succeeds(preparing);
        }
    }

    private static void succeeds(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Path unifiedHierarchy() {
        return Stream.of("/sys/fs/cgroup/unified", "/sys/fs/cgroup")
                .map(Path::of)
                .filter(root -> Files.exists(root.resolve("cgroup.procs")))
                .findFirst()
                .orElseThrow();
    }

    /** Somebody on the node changes the container from within, and the runtime then puts another program in. */
    private Workload interferedWith(String script) throws IOException, InterruptedException {
        Path folder = range.folder();
        Workload workload = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().readOnlyRoot().mount(folder, "/run", false));
        Process inside = new ProcessBuilder(
                        "nsenter", "-t", Long.toString(workload.container().pid()), "-m", "/bin/sh", "-e", "-c", script)
                .inheritIO()
                .start();
        succeeds(inside);
        // It stays long enough for its mounts to be read.
        assertThat(workload.exec("sleep", "1").exitCode()).isZero();
        return workload;
    }

    private static void runcExec(Workload workload, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("runc", "--root", RUNC_STATE.toString(), "exec"));
        command.addAll(List.of(options));
        command.addAll(List.of(workload.id(), "/bin/true"));
        Path said = Files.createTempFile("runc", ".log");
        try {
            Process runc = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            assertThat(runc.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(runc.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            Files.delete(said);
        }
    }
}

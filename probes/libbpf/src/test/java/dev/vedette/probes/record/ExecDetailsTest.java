package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.RequiresPrograms32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What else is told of a program's start, and of names that it gives itself afterwards. */
@RequiresBpf
class ExecDetailsTest {
    private static final int SECCOMP_FILTER = 2;

    @RegisterExtension
    private static final AttachedProbes watching =
            AttachedProbes.of("sched_process_exec", "sched_process_exit", "exec_script", "task_rename");

    @TempDir
    Path folder;

    @Test
    void tellsWhereAProgramStandsAndWhatItWasGiven() throws Exception {
        ProcessBuilder builder =
                Programs.builder("/bin/echo", "one", "x".repeat(600)).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("LD_LIBRARY_PATH", "/vedette");
        builder.environment().put("A_SECRET", "not to be told");
        int pid = run(builder);

        ExecRecord exec = execOf(pid, "echo");

        assertThat(exec.workingDirectory().path()).isEqualTo(folder.toRealPath().toString());
        assertThat(exec.workingDirectory().inode()).isEqualTo(Files.getAttribute(folder, "unix:ino"));
        assertThat(exec.rootInode()).isEqualTo(Files.getAttribute(Path.of("/"), "unix:ino"));
        assertThat(exec.argumentCount()).isEqualTo(3);
        assertThat(exec.argumentsTruncated()).isTrue();
        assertThat(exec.environment()).contains("LD_LIBRARY_PATH=/vedette").allMatch(v -> !v.contains("SECRET"));
        assertThat(exec.secure()).isFalse();
        assertThat(exec.compat()).isFalse();
        assertThat(exec.script().inode()).isZero();
    }

    @Test
    void tellsTheRootThatAProgramStandsIn() throws Exception {
        int pid = Programs.run("/usr/sbin/chroot", "/usr", "/bin/true");

        ExecRecord exec = execOf(pid, "true");

        assertThat(exec.rootInode()).isEqualTo(Files.getAttribute(Path.of("/usr"), "unix:ino"));
    }

    @Test
    void tellsThatRightsComeFromTheFile() throws Exception {
        Path program = Files.copy(Path.of("/bin/true"), folder.resolve("rights"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Programs.run("/bin/chmod", "4755", program.toString());
        int pid = Programs.run("/usr/bin/setpriv", "--reuid", "65534", "--clear-groups", program.toString());

        ExecRecord exec = execOf(pid, "rights");

        assertThat(exec.secure()).isTrue();
        assertThat(exec.credentials().uid()).isEqualTo(65534);
        assertThat(exec.credentials().euid()).isZero();
    }

    @Test
    @EnabledOnOs(architectures = "amd64")
    void countsTheFiltersOfCallsThatAProgramIsUnder() throws Exception {
        String allow =
                "$f = pack('SCCL', 6, 0, 0, 0x7fff0000); $p = pack('Sx6P', 1, $f); syscall(157, 38, 1, 0, 0, 0);";
        int pid = Programs.run(Programs.perl(allow + "syscall(317, 1, 0, $p) for 1..2; exec '/bin/true'"));

        ExecRecord exec = execOf(pid, "true");

        assertThat(exec.seccompFilters()).isEqualTo(2);
        assertThat(exec.credentials().seccompMode()).isEqualTo(SECCOMP_FILTER);
        assertThat(exec.credentials().noNewPrivileges()).isTrue();
    }

    @Test
    @RequiresPrograms32
    void tellsAProgramOfThirtyTwoBits() throws Exception {
        Path program = RequiresPrograms32.Smallest.in(folder);

        assertThat(execOf(Programs.run(program.toString()), "small").compat()).isTrue();
    }

    /** The rung without a hook for it has the script by its name alone. */
    @Test
    void tellsAScriptBesideItsInterpreter() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\nexit 0\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        int pid = Programs.run(script.toString());

        ExecRecord exec = watching.first(
                ExecRecord.class,
                record -> record.header().pid() == pid && record.requestedPath().equals(script.toString()));

        assertThat(exec.executable().path())
                .isEqualTo(Path.of("/bin/sh").toRealPath().toString());
        boolean hooked = watching.probes().probes().stream()
                .anyMatch(probe -> probe.fact().equals("exec_script") && probe.attached());
        assertThat(exec.script().inode()).isEqualTo(hooked ? Files.getAttribute(script, "unix:ino") : 0L);
        assertThat(exec.script().path()).isEqualTo(hooked ? script.toString() : "");
    }

    @Test
    void tellsTheNewNameOfAProcessButNotThatOfANewProgram() throws Exception {
        int pid = Programs.run("/bin/sh", "-c", "printf kworker/0:1 > /proc/$$/comm; exec /bin/true");

        watching.first(ExitRecord.class, exit -> exit.header().pid() == pid);
        assertThat(watching.ofKind(TaskRenameRecord.class))
                .filteredOn(rename -> rename.header().pid() == pid)
                .singleElement()
                .satisfies(rename -> {
                    assertThat(rename.before()).isEqualTo("sh");
                    assertThat(rename.after()).isEqualTo("kworker/0:1");
                });
    }

    @Test
    void tellsAThreadThatIsNamedLikeTheKernelsAndNoOther() throws Exception {
        Thread.ofPlatform().name("ordinary").start(() -> {}).join();
        Thread.ofPlatform().name("kworker/u9:9").start(() -> {}).join();

        TaskRenameRecord rename =
                watching.first(TaskRenameRecord.class, record -> record.after().startsWith("kworker/u9"));

        assertThat(rename.header().pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(rename.header().tid()).isNotEqualTo(rename.header().pid());
        assertThat(watching.ofKind(TaskRenameRecord.class))
                .noneMatch(record -> record.after().equals("ordinary"));
    }

    private static int run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        process.waitFor();
        return (int) process.pid();
    }

    private static ExecRecord execOf(int pid, String name) {
        return watching.first(
                ExecRecord.class,
                exec -> exec.header().pid() == pid && exec.requestedPath().endsWith("/" + name));
    }
}

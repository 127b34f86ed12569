package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.RequiresBpf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of a process that reaches into another. Numbers of calls are those of x86-64. */
@RequiresBpf
@EnabledOnOs(architectures = "amd64")
class ProcessAccessTest {
    private static final int PTRACE_POKEDATA = 5;
    private static final int PTRACE_ATTACH = 16;
    private static final int PTRACE_SEIZE = 0x4206;
    private static final int MADV_COLD = 20;
    private static final int EPERM = 1;

    @RegisterExtension
    private static final AttachedProbes watching =
            AttachedProbes.of("process_access", "process_poke", "sched_process_exec", "sched_process_fork");

    private Process target;

    @BeforeEach
    void startTarget() throws Exception {
        target = Programs.start("/bin/sleep", "60");
        exec((int) target.pid());
    }

    @AfterEach
    void endTarget() throws Exception {
        target.destroyForcibly().waitFor();
    }

    @Test
    void tellsWhoBeginsToTraceWhom() throws Exception {
        int tracer = Programs.run(Programs.perl("syscall(101, 16, $ARGV[0]+0, 0, 0); wait", target.pid()));

        ProcessAccessRecord attach = access(tracer, ProcessAccessRecord.PTRACE);
        assertThat(attach.request()).isEqualTo(PTRACE_ATTACH);
        assertThat(attach.result()).isZero();
        assertThat(attach.target().pid()).isEqualTo(target.pid());
        assertThat(attach.target().comm()).isEqualTo("sleep");
        ExecRecord started = exec((int) target.pid());
        assertThat(attach.target().startBootNanos()).isEqualTo(started.header().startBootNanos());
        assertThat(attach.target().cgroupId()).isEqualTo(started.header().cgroupId());
    }

    @Test
    void tellsAnAttemptThatWasRefused() throws Exception {
        int tracer = Programs.run(
                Programs.perl("$> = 65534; $< = 65534; syscall(101, 0x4206, $ARGV[0]+0, 0, 0)", target.pid()));

        ProcessAccessRecord attempt = access(tracer, ProcessAccessRecord.PTRACE);

        assertThat(attempt.request()).isEqualTo(PTRACE_SEIZE);
        assertThat(attempt.target().pid()).isEqualTo(target.pid());
        assertThat(attempt.result()).isEqualTo(-EPERM);
    }

    @Test
    void findsTheTargetByTheNumberItHasInTheTracersOwnNamespace() throws Exception {
        Process outer = Programs.start(
                "/usr/bin/unshare",
                "--pid",
                "--fork",
                "--kill-child",
                "/bin/sh",
                "-c",
                "sleep 61 & exec perl -e 'syscall(101, 0x4206, $ARGV[0]+0, 0, 0)' $!");
        outer.waitFor();

        ProcessAccessRecord seize = watching.first(
                ProcessAccessRecord.class,
                record -> record.operation() == ProcessAccessRecord.PTRACE
                        && record.request() == PTRACE_SEIZE
                        && record.target().pid() != target.pid());

        ForkRecord fork = watching.first(
                ForkRecord.class, record -> record.childPid() == seize.target().pid());
        assertThat(fork.header().pid()).isEqualTo(seize.header().pid());
        assertThat(seize.target().startBootNanos()).isEqualTo(fork.childStartBootNanos());
    }

    @Test
    void tellsWhatATracerWritesIntoItsTracee() throws Exception {
        int tracer = Programs.run(Programs.perl(
                "$p = $ARGV[0]+0; syscall(101, 16, $p, 0, 0); waitpid($p, 0x40000000); syscall(101, 5, $p, 8, 0)",
                target.pid()));

        ProcessAccessRecord poke = watching.first(
                ProcessAccessRecord.class,
                record -> record.header().pid() == tracer && record.request() == PTRACE_POKEDATA);
        assertThat(poke.target().pid()).isEqualTo(target.pid());
        assertThat(poke.operation()).isEqualTo(ProcessAccessRecord.PTRACE);
    }

    @Test
    void tellsToWhomAProcessGivesItselfOver() throws Exception {
        int child = Programs.run(Programs.perl("syscall(101, 0, 0, 0, 0)"));

        ProcessAccessRecord traceme = access(child, ProcessAccessRecord.TRACEME);

        assertThat(traceme.target().pid()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void tellsReadingAndWritingOfAnothersMemoryOnceForMany() throws Exception {
        String vector = "$b = 'x' x 8; $v = pack('PQ', $b, 8); $r = pack('QQ', 4096, 8); $p = $ARGV[0]+0;";
        int other = Programs.run(Programs.perl(
                vector + "for (1..5) { syscall(310, $p, $v, 1, $r, 1, 0); syscall(311, $p, $v, 1, $r, 1, 0) };"
                        + " syscall(101, 0x4206, $p, 0, 0)",
                target.pid()));

        access(other, ProcessAccessRecord.PTRACE);
        assertThat(watching.ofKind(ProcessAccessRecord.class))
                .filteredOn(record ->
                        record.header().pid() == other && record.target().pid() == target.pid())
                .extracting(ProcessAccessRecord::operation)
                .containsExactly(
                        ProcessAccessRecord.READ_MEMORY, ProcessAccessRecord.WRITE_MEMORY, ProcessAccessRecord.PTRACE);
        assertThat(watching.probes().failures())
                .anySatisfy(failure -> assertThat(failure.toString()).contains("process_access__readv", "REPEAT"));
    }

    @Test
    void tellsOneThatIsGrantedAfterOneThatWasRefused() throws Exception {
        int other = Programs.run(Programs.perl(
                "$b = 'x' x 8; $v = pack('PQ', $b, 8); $p = $ARGV[0]+0; open M, \"/proc/$p/maps\";"
                        + " $none = pack('QQ', 4096, 8); $some = pack('QQ', hex((split /-/, <M>)[0]), 8);"
                        + " syscall(310, $p, $v, 1, $none, 1, 0); syscall(310, $p, $v, 1, $some, 1, 0)",
                target.pid()));

        watching.first(ProcessAccessRecord.class, record -> record.header().pid() == other && record.result() == 0);
        assertThat(watching.ofKind(ProcessAccessRecord.class))
                .filteredOn(record -> record.header().pid() == other)
                .hasSize(2);
    }

    @Test
    void keepsSilentOnWhatAProcessDoesToItself() throws Exception {
        int itself = Programs.run(Programs.perl("$b = 'x' x 8; $v = pack('PQ', $b, 8);"
                + " syscall(310, $$+0, $v, 1, $v, 1, 0); syscall(101, 0, 0, 0, 0)"));

        access(itself, ProcessAccessRecord.TRACEME);
        assertThat(watching.ofKind(ProcessAccessRecord.class))
                .filteredOn(record -> record.header().pid() == itself)
                .hasSize(1);
    }

    @Test
    void tellsWhatIsDoneThroughADescriptorOfAProcess() throws Exception {
        int other = Programs.run(Programs.perl(
                "$fd = syscall(434, $ARGV[0]+0, 0); syscall(438, $fd, 2, 0);"
                        + " $v = pack('QQ', 4096, 8); syscall(440, $fd, $v, 1, 20, 0)",
                target.pid()));

        ProcessAccessRecord taken = access(other, ProcessAccessRecord.GET_DESCRIPTOR);
        assertThat(taken.target().pid()).isEqualTo(target.pid());
        assertThat(taken.request()).isEqualTo(2);
        assertThat(taken.result()).isZero();
        ProcessAccessRecord advised = access(other, ProcessAccessRecord.MADVISE);
        assertThat(advised.target().pid()).isEqualTo(target.pid());
        assertThat(advised.request()).isEqualTo(MADV_COLD);
    }

    private static ProcessAccessRecord access(int pid, int operation) {
        return watching.first(
                ProcessAccessRecord.class, record -> record.header().pid() == pid && record.operation() == operation);
    }

    /** Java starts programs through a program of its own. */
    private static ExecRecord exec(int pid) {
        return watching.first(
                ExecRecord.class,
                exec -> exec.header().pid() == pid && exec.executable().path().endsWith("/sleep"));
    }
}

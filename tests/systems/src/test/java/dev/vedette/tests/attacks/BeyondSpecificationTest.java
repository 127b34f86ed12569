package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** VDT-1050: what the kernel shows is wider than what the runtime was asked for, since somebody went round it. */
@OnAttackRange
class BeyondSpecificationTest {
    /** Where containerd's shim has runc keep its state (the default of its option Root). */
    private static final Path RUNC_STATE = Path.of("/run/containerd/runc/k8s.io");

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

        workload.isSilentOn("VDT-1050");
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
            assertThat(runc.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(runc.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            Files.delete(said);
        }
    }
}

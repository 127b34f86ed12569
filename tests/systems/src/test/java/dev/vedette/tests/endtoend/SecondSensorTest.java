package dev.vedette.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.cli.Vedette;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeCheck;
import dev.vedette.tests.support.JavaProgram;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sensors as users start them, with the same pins. */
class SecondSensorTest {
    private final Path pins =
            Path.of("/sys/fs/bpf/vedette_second_" + ProcessHandle.current().pid());
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void requireBpf() {
        assumeTrue(
                ProbeCheck.obstacle().isEmpty(),
                () -> "eBPF programs cannot be loaded here: "
                        + ProbeCheck.obstacle().orElse(""));
    }

    @AfterEach
    void leaveNothing() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        KernelProbes.removePinned(pins);
    }

    @Test
    void isRefusedInOneSentenceUntilTheFirstHasEnded() throws Exception {
        Process first = sensor("first");
        assertThat(watches(first)).isTrue();

        Process second = sensor("second");
        List<String> said;
        try (BufferedReader errors = second.errorReader(StandardCharsets.UTF_8)) {
            said = errors.lines().toList();
        }
        assertThat(second.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(second.exitValue()).isEqualTo(2);
        assertThat(said)
                .containsExactly("vedette: The probes pinned at " + pins + " are in use by process " + first.pid()
                        + ": stop that sensor first, or name another directory");

        // As kill -9 does: nothing of the first is left to give the pins back.
        first.destroyForcibly().waitFor();
        assertThat(watches(sensor("third"))).isTrue();
    }

    /** Whether it says so, as it does before long, or ends without. */
    private static boolean watches(Process sensor) {
        return sensor.errorReader(StandardCharsets.UTF_8).lines().anyMatch(line -> line.contains("watching"));
    }

    private Process sensor(String name) throws Exception {
        Process process = new ProcessBuilder(JavaProgram.command(
                        Vedette.class, "sensor", "--quiet", "--state=" + folder.resolve(name), "--pins=" + pins))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return process;
    }
}

package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeCheck;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.record.FailureReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole sensor on the live kernel that leaves its probes to the next one. */
class SensorPinsTest {
    private static final Path PINS =
            Path.of("/sys/fs/bpf/vedette_test_" + ProcessHandle.current().pid());
    private static final long PATIENCE_SECONDS = 30;
    private static final int GAP = 50;

    @TempDir
    Path folder;

    @BeforeEach
    void needsTheKernel() {
        assumeThat(ProbeCheck.obstacle()).isEmpty();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        KernelProbes.removePinned(PINS);
    }

    @Test
    void theNextSensorJudgesWhatHappenedBetween() throws Exception {
        try (Sensor first = new Sensor(settings())) {
            first.start();
            assertThat(first.figures())
                    .contains("vedette_probe_rung{fact=\"sched_process_exec\",rung=\"tracepoint\",} 1.0")
                    .contains("vedette_kernel_memory_bytes{kind=\"maps\",}");
        }
        assertThat(Files.exists(PINS)).isTrue();
        for (int i = 0; i < GAP; i++) {
            new ProcessBuilder("/bin/true").start().waitFor();
        }
        try (Sensor next = new Sensor(settings())) {
            next.start();
            await(() -> figure(next, "vedette_records_total{kind=\"ExecRecord\",}") >= GAP);
            assertThat(next.figures()).doesNotContain(FailureReason.RING_FULL.name());
        }
        assertThat(KernelProbes.removePinned(PINS)).isNotEmpty();
        assertThat(Files.exists(PINS)).isFalse();
    }

    private SensorSettings settings() {
        return new SensorSettings(
                "node",
                folder.resolve("state"),
                List.of(),
                Optional.empty(),
                List.of(),
                OutputSettings.terminal(OutputSettings.Terminal.NOTHING),
                SensorSettings.Tuning.defaults()
                        .withProbes(ProbeSettings.defaults().withPins(PINS)),
                Optional.empty());
    }

    private static double figure(Sensor sensor, String name) {
        Matcher line = Pattern.compile("^" + Pattern.quote(name) + " (.*)$", Pattern.MULTILINE)
                .matcher(sensor.figures());
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    private interface Wanted {
        boolean holds();
    }

    private static void await(Wanted wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!wanted.holds() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(wanted.holds()).isTrue();
    }
}

package dev.vedette.tests.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.probes.ProbeCheck;
import dev.vedette.tests.support.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The capabilities that the chart gives are the ones the sensor needs: all of them, and no more. */
class SensorRightsTest {
    private static final String NOBODY = "65534";
    /** One of each kind of program: what is missing for one of a kind is missing for all. */
    private static final List<String> ONE_OF_EACH_KIND = List.of("sched_process_exec", "file_open", "inet_connect");

    private Process neighbour;

    @BeforeEach
    void startAnotherUsersProcess() throws IOException {
        assumeTrue(
                ProbeCheck.obstacle().isEmpty(),
                () -> "eBPF programs cannot be loaded here: "
                        + ProbeCheck.obstacle().orElse(""));
        neighbour = new ProcessBuilder("setpriv", "--reuid=" + NOBODY, "--clear-groups", "sleep", "300")
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }

    @AfterEach
    void stopIt() {
        if (neighbour != null) {
            neighbour.destroyForcibly();
        }
    }

    @Test
    void sufficeForEveryProbeAndToLookAtOtherUsersProcesses() throws Exception {
        List<String> asRoot = run(List.of(), List.of());

        assertThat(run(confinedTo(chartCapabilities()), List.of())).isEqualTo(asRoot);
        assertThat(asRoot).contains("sees descriptor /dev/null").anyMatch(line -> line.startsWith("attached "));
    }

    @Test
    void areEachNeeded() throws Exception {
        List<String> asRoot = run(List.of(), ONE_OF_EACH_KIND);

        for (String capability : chartCapabilities()) {
            List<String> fewer = new ArrayList<>(chartCapabilities());
            fewer.remove(capability);
            assertThat(run(confinedTo(fewer), ONE_OF_EACH_KIND))
                    .as("without " + capability)
                    .isNotEqualTo(asRoot);
        }
    }

    private static List<String> chartCapabilities() {
        return Chart.object(Map.of(), "DaemonSet", "vedette-sensor")
                .podSpec()
                .at("containers", 0, "securityContext", "capabilities", "add")
                .items()
                .stream()
                .map(name -> name.node().toString().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** What a runtime makes of the chart's security context, as far as capabilities go. */
    private static List<String> confinedTo(List<String> capabilities) {
        String bounding = capabilities.stream().map(name -> ",+" + name).collect(Collectors.joining("", "-all", ""));
        return List.of("setpriv", "--bounding-set", bounding, "--inh-caps=-all", "--no-new-privs");
    }

    private List<String> run(List<String> prefix, List<String> facts) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(JavaProgram.command(SensorProbe.class, Long.toString(neighbour.pid())));
        command.addAll(facts);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().toList();
    }
}

package dev.vedette.tests.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Answers of the product on a kernel that has security hooks, and control groups in version 2 alone: what is denied for a
 * finding, and what each step gives a container before, while it lasts, and after its undo.
 */
@EnabledIfEnvironmentVariable(
        named = "VEDETTE_KERNELS",
        matches = ".+",
        disabledReason = "no kernels to boot: './vedette test' fetches them")
@Tag("matrix")
class AnswersTest {
    private static GuestReport booted;

    /** Of the machine in which devices are asked about too: booted once, whoever asks first. */
    static synchronized GuestReport report() throws IOException, InterruptedException {
        if (booted == null) {
            booted = GuestReport.of(
                    "6.12", "answers", Machine.WITH_BPF + "vedette.plays=answers,devices ", "LSM,TRACEPOINT");
        }
        return booted;
    }

    @Test
    void whatAFindingIsAboutIsRefusedToItsContainerAloneUntilItIsUndone() throws Exception {
        List<JsonNode> answers = answers("LSM");

        assertThat(answers)
                .extracting(line -> line.path("deed").asText())
                .containsExactly("exec_program", "open_watched", "mount", "ptrace", "load_module", "bpf_map");
        assertThat(answers).allSatisfy(line -> {
            assertThat(line.path("status").asText()).as(line.toString()).isEqualTo("VERIFIED");
            assertThat(line.path("before").asInt()).as(line.toString()).isZero();
            assertThat(line.path("during").asInt()).as(line.toString()).isEqualTo(1);
            assertThat(line.path("neighbour").asInt()).as(line.toString()).isZero();
            assertThat(line.path("after").asInt()).as(line.toString()).isZero();
        });
    }

    @Test
    void aProgramIsKilledBeforeItBeginsWhereNoHookCanRefuseIt() throws Exception {
        assertThat(answers("TRACEPOINT"))
                .filteredOn(AnswersTest::isOfAProgram)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("status").asText()).as(line.toString()).isEqualTo("VERIFIED");
                    assertThat(line.path("detail").asText()).contains("killed before its first instruction");
                    assertThat(line.path("before").asInt()).as(line.toString()).isZero();
                    assertThat(line.path("during").asInt()).as(line.toString()).isEqualTo(1);
                    assertThat(line.path("neighbour").asInt())
                            .as(line.toString())
                            .isZero();
                    assertThat(line.path("after").asInt()).as(line.toString()).isZero();
                });
    }

    private static boolean isOfAProgram(JsonNode line) {
        return line.path("deed").asText().equals("exec_program");
    }

    /** Rather than to say that it was denied. */
    @Test
    void whatTheKernelCannotStopIsSaidAndLeavesNothingBehind() throws Exception {
        assertThat(answers("TRACEPOINT"))
                .filteredOn(line -> !isOfAProgram(line))
                .hasSize(5)
                .allSatisfy(line -> {
                    assertThat(line.path("status").asText()).as(line.toString()).isEqualTo("REFUSED");
                    assertThat(line.path("detail").asText()).contains("this kernel cannot refuse");
                    assertThat(line.path("stood").asBoolean()).isFalse();
                    assertThat(line.path("during").asInt()).as(line.toString()).isZero();
                });
    }

    @Test
    void aContainerGetsLessOfTheProcessorAndAllOfItAgain() throws Exception {
        JsonNode cpu = step("cpu");
        assertThat(cpu.path("during").asLong()).isLessThan(cpu.path("before").asLong() / 3);
        assertThat(cpu.path("after").asLong()).isGreaterThan(cpu.path("during").asLong() * 3);
    }

    @Test
    void aContainerStandsStillAndGoesOn() throws Exception {
        JsonNode pause = step("pause");
        assertThat(pause.path("how").asText()).isEqualTo("cgroup freezer");
        assertThat(pause.path("before").asLong()).isPositive();
        assertThat(pause.path("during").asLong()).isZero();
        assertThat(pause.path("after").asLong()).isPositive();
    }

    @Test
    void aContainerStartsNoMoreProcessesThanItMay() throws Exception {
        isFeltOnlyWhileItLasts(step("pids"));
    }

    @Test
    void aContainerWaitsForTheMemoryThatItTakesBeyondItsLimit() throws Exception {
        isFeltOnlyWhileItLasts(step("memory"));
    }

    private static void isFeltOnlyWhileItLasts(JsonNode step) {
        assertThat(step.path("before").asLong()).as(step.toString()).isZero();
        assertThat(step.path("during").asLong()).as(step.toString()).isPositive();
        assertThat(step.path("after").asLong()).as(step.toString()).isZero();
    }

    /** Two megabytes at one a second; a group may spend a moment's share at the beginning. */
    @Test
    void aContainerReadsAsFastAsItMay() throws Exception {
        JsonNode io = step("io");
        assertThat(io.path("during").asLong()).as("ms: %s", io).isGreaterThan(1_000);
        assertThat(io.path("after").asLong())
                .as("ms: %s", io)
                .isLessThan(io.path("during").asLong());
    }

    @Test
    void aProcessAndWhatItStartsAreEndedWhileTheGroupIsFrozen() throws Exception {
        JsonNode kill = line("kill");
        assertThat(kill.path("status").asText()).as(kill.toString()).isEqualTo("VERIFIED");
        assertThat(kill.path("before").asLong()).isGreaterThan(2);
        assertThat(kill.path("after").asLong())
                .as("the container's first process")
                .isEqualTo(1);
    }

    private static List<JsonNode> answers(String highest) throws IOException, InterruptedException {
        return report().all("answer")
                .filter(line -> line.path("highest").asText().equals(highest))
                .toList();
    }

    private static JsonNode step(String name) throws IOException, InterruptedException {
        JsonNode step = line(name);
        assertThat(step.path("status").asText()).as(step.toString()).isEqualTo("VERIFIED");
        assertThat(step.path("undone").asText()).as(step.toString()).isEqualTo("VERIFIED");
        assertThat(step.path("limitsAsBefore").asBoolean()).as(step.toString()).isTrue();
        return step;
    }

    private static JsonNode line(String name) throws IOException, InterruptedException {
        return report().all("step")
                .filter(line -> line.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

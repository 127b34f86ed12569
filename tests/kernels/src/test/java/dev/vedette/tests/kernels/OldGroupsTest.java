package dev.vedette.tests.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ladder on a container of runc where control groups are of version 1 alone, and no other hierarchy is mounted. */
@EnabledIfEnvironmentVariable(
        named = "VEDETTE_KERNELS",
        matches = ".+",
        disabledReason = "no kernels to boot: './vedette test' fetches them")
@Tag("matrix")
class OldGroupsTest {
    private static GuestReport booted;
    private static boolean tried;

    /** Of the machine in which containers are told apart too: booted once, whoever asks first, also if it breaks off. */
    static synchronized GuestReport report() throws IOException, InterruptedException {
        if (!tried) {
            tried = true;
            booted = ContainersTest.booted("v1", "old-groups,containers,lives");
        }
        assertThat(booted).as("what the machine reported, which has broken off").isNotNull();
        return booted;
    }

    @ParameterizedTest
    @ValueSource(strings = {"network", "deny"})
    void aContainerReachesNobodyAndStartsNothingUntilItIsUndone(String name) throws Exception {
        JsonNode step = done(name);
        assertThat(step.path("before").asBoolean()).as(step.toString()).isTrue();
        assertThat(step.path("during").asBoolean()).as(step.toString()).isFalse();
        assertThat(step.path("after").asBoolean()).as(step.toString()).isTrue();
    }

    @Test
    void aPodsInterfacesAreWhereItIsCutOff() throws Exception {
        assertThat(done("network").path("how").asText()).isEqualTo("programs on the interfaces of the pod");
    }

    @Test
    void whatOnlyHooksOfControlGroupsCouldRefuseIsRefusedInOneSentence() throws Exception {
        JsonNode connect = line("deny-connect");
        assertThat(connect.path("status").asText()).as(connect.toString()).isEqualTo("REFUSED");
        assertThat(connect.path("detail").asText()).startsWith("this kernel cannot refuse connect");
    }

    @Test
    void aContainerStandsStillAndGoesOn() throws Exception {
        JsonNode pause = done("pause");
        assertThat(pause.path("how").asText()).isEqualTo("cgroup freezer");
        assertThat(pause.path("limits").asText()).contains("freezer FROZEN");
        assertThat(pause.path("before").asBoolean()).as(pause.toString()).isTrue();
        assertThat(pause.path("during").asBoolean()).as(pause.toString()).isFalse();
        assertThat(pause.path("after").asBoolean()).as(pause.toString()).isTrue();
    }

    @Test
    void aContainerWaitsForTheProcessor() throws Exception {
        JsonNode cpu = done("cpu");
        assertThat(cpu.path("limits").asText()).contains("quota 5000 ");
        assertThat(cpu.path("during").asBoolean()).as(cpu.toString()).isTrue();
    }

    /** Three megabytes at one a second; a group may spend a moment's share at the beginning. */
    @Test
    void aContainerReadsAsFastAsItMay() throws Exception {
        JsonNode io = done("io");
        assertThat(io.path("limits").asText()).contains(" 1048576 ");
        assertThat(io.path("during").asLong()).as("ms: %s", io).isGreaterThan(1_500);
        assertThat(io.path("before").isNumber()).as(io.toString()).isTrue();
        assertThat(io.path("after").isNumber()).as(io.toString()).isTrue();
    }

    @Test
    void aContainerStartsNoMoreProcessesThanItMay() throws Exception {
        JsonNode pids = done("pids");
        assertThat(pids.path("before").asLong()).as(pids.toString()).isZero();
        assertThat(pids.path("during").asLong()).as(pids.toString()).isPositive();
        assertThat(pids.path("after").asLong()).as(pids.toString()).isZero();
    }

    @Test
    void memoryIsLimitedWhereItsControllerIsThereAndElseRefusedInOneSentence() throws Exception {
        JsonNode memory = line("memory");
        if (memory.has("undone")) {
            assertThat(done("memory").path("limits").asText()).contains("memory 16777216");
            assertThat(memory.path("detail").asText()).contains("only while the node runs short");
        } else {
            assertThat(memory.path("status").asText()).isEqualTo("REFUSED");
            assertThat(memory.path("detail").asText())
                    .isEqualTo("memory cannot be limited: this node's control groups have no such controller");
        }
    }

    @Test
    void aProcessAndWhatItStartsAreEndedWhileTheGroupIsFrozen() throws Exception {
        JsonNode kill = line("kill");
        assertThat(kill.path("status").asText()).as(kill.toString()).isEqualTo("VERIFIED");
        assertThat(kill.path("before").asBoolean()).as(kill.toString()).isTrue();
        assertThat(kill.path("after").asLong())
                .as("the container's first process: %s", kill)
                .isEqualTo(1);
    }

    /** A step that was done, was in force when it was looked at again, and was undone without a trace. */
    private static JsonNode done(String name) throws IOException, InterruptedException {
        JsonNode step = line(name);
        assertThat(step.path("status").asText()).as(step.toString()).isEqualTo("VERIFIED");
        assertThat(step.path("lasts").asInt()).as(step.toString()).isEqualTo(1);
        assertThat(step.path("undone").asText()).as(step.toString()).isEqualTo("VERIFIED");
        assertThat(step.path("limitsAsBefore").asBoolean()).as(step.toString()).isTrue();
        return step;
    }

    private static JsonNode line(String name) throws IOException, InterruptedException {
        return report().all("old-groups")
                .filter(line -> line.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

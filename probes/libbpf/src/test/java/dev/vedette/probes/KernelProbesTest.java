package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.probes.ProbeStatus.State;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@RequiresBpf
class KernelProbesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ProbeSettings SETTINGS = ProbeSettings.defaults().withRingBytes(1 << 20);

    private record Exec(int pid, String comm) {
        static Exec of(MemorySegment data, long offset) {
            int pid = (int) (data.get(ValueLayout.JAVA_LONG, offset) >>> 32);
            return new Exec(pid, data.getString(offset + Long.BYTES, StandardCharsets.UTF_8));
        }
    }

    @Test
    void reportsExecutionsInOrder() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(SETTINGS, TestObject.bytes())) {
            List<Integer> started = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Process process = new ProcessBuilder("/bin/true").start();
                started.add((int) process.pid());
                process.waitFor();
            }
            assertThat(executionsOf("true", started.size(), probes)).containsSubsequence(started);
        }
    }

    @Test
    void namesRefusedProgramsWhileTheOthersRun() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(SETTINGS, TestObject.bytes())) {
            assertThat(status(probes, "on_exec"))
                    .isEqualTo(new ProbeStatus(
                            "on_exec", "tp_btf/sched_process_exec", "on_exec", Rung.TRACEPOINT, State.ATTACHED, ""));
            assertThat(status(probes, "on_nothing").attached()).isFalse();
            assertThat(status(probes, "on_nothing").why()).contains("vedette_no_such_tracepoint");
            assertThat(status(probes, "on_fork").attached()).isFalse();
            assertThat(status(probes, "on_fork").why()).contains("invalid bpf_context access");
            assertThat(String.join("\n", probes.log())).contains("-- BEGIN PROG LOAD LOG --");
        }
    }

    @Test
    void attachesOnlyTheFactsAskedFor() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(SETTINGS.withFacts(Set.of("fill")), TestObject.bytes())) {
            assertThat(probes.probes()).noneMatch(ProbeStatus::attached);
            assertThat(status(probes, "on_exec").why()).isEqualTo("not asked for");
        }
    }

    @Test
    void countsLossWhenTheRingIsTiny() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(SETTINGS.withRingBytes(4096), TestObject.bytes())) {
            for (int i = 0; i < 4096 / 24; i++) {
                new ProcessBuilder("/bin/true").start().waitFor();
            }
            assertThat(probes.failures()).isNotEmpty().allSatisfy(failure -> {
                assertThat(failure.place()).isEqualTo("on_exec");
                assertThat(failure.count()).isPositive();
                assertThat(failure.cgroupId()).isPositive();
            });
        }
    }

    @Test
    void forgetsTheFailuresOfCgroupsThatAreGone() throws Exception {
        try (KernelProbes probes = KernelProbes.attach(SETTINGS.withRingBytes(4096), TestObject.bytes())) {
            for (int i = 0; i < 4096 / 24; i++) {
                new ProcessBuilder("/bin/true").start().waitFor();
            }
            probes.forget(_ -> false);
            assertThat(probes.failures()).isNotEmpty();
            // Room in the ring again: programs that others start now must not count as lost anew.
            probes.ring().drain((_, _, _) -> {}, Integer.MAX_VALUE);
            probes.forget(_ -> true);
            assertThat(probes.failures()).isEmpty();
        }
    }

    @Test
    void detachesEverythingWhenClosed() throws Exception {
        KernelProbes probes = KernelProbes.attach(SETTINGS, TestObject.bytes());
        assertThat(descriptorsOfPrograms()).isPositive();
        probes.close();
        probes.close();
        assertThat(descriptorsOfPrograms()).isZero();
        assertThatThrownBy(probes::failures).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> probes.ring().drain((_, _, _) -> {}, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysSoWhenTheKernelRefusesEveryProgramAskedFor() {
        ProbeSettings onlyRefused = SETTINGS.withFacts(Set.of("on_nothing", "on_fork"));
        assertThatThrownBy(() -> KernelProbes.attach(onlyRefused, TestObject.bytes()))
                .isInstanceOf(ProbesUnavailableException.class)
                .hasMessageContaining("refused all eBPF programs");
    }

    @Test
    void refusesASettingThatTheProgramsDoNotHave() {
        ProbeSettings wrong = SETTINGS.withConstants(Map.of("stamb", 1L));
        assertThatThrownBy(() -> KernelProbes.attach(wrong, TestObject.bytes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stamb")
                .hasMessageContaining("stamp");
    }

    @Test
    void refusesAProgramThatHasNoPlaceToCountItsFailures() {
        byte[] object = new String(TestObject.bytes(), StandardCharsets.ISO_8859_1)
                .replace("place_of_charge", "Place_of_charge")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> KernelProbes.attach(SETTINGS, object))
                .isInstanceOf(ProbesUnavailableException.class)
                .hasMessageContaining("'charge' has no place")
                .hasMessageContaining("PLACED(charge)");
    }

    @Test
    void saysSoWhenTheObjectIsNoObject() {
        assertThatThrownBy(() -> KernelProbes.attach(SETTINGS, new byte[100]))
                .isInstanceOf(ProbesUnavailableException.class)
                .hasMessageContaining("Opening the eBPF object");
    }

    private static ProbeStatus status(KernelProbes probes, String name) {
        return probes.probes().stream()
                .filter(probe -> probe.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Reads until so many executions of the program were seen, or patience ends. */
    private static List<Integer> executionsOf(String comm, int count, KernelProbes probes) {
        List<Integer> seen = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (seen.size() < count && System.nanoTime() < deadline) {
            probes.ring().await(Duration.ofMillis(5));
            probes.ring()
                    .drain(
                            (data, offset, _) -> {
                                Exec exec = Exec.of(data, offset);
                                if (exec.comm().equals(comm)) {
                                    seen.add(exec.pid());
                                }
                            },
                            1000);
        }
        return seen;
    }

    private static long descriptorsOfPrograms() throws Exception {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(KernelProbesTest::isBpf).count();
        }
    }

    private static boolean isBpf(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.contains("bpf-prog")
                    || target.contains("bpf_link")
                    || target.contains("bpf-link")
                    || target.contains("bpf-map");
        } catch (IOException _) {
            return false; // closed meanwhile
        }
    }
}

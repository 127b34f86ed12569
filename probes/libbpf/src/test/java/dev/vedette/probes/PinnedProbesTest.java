package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.BpfPin;
import dev.vedette.probes.libbpf.BpfProgram;
import dev.vedette.probes.libbpf.Libbpf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What outlives the sensor, and how the next one takes it over; with the test's own programs and pins. */
@RequiresBpf
class PinnedProbesTest {
    private static final int RING_BYTES = 1 << 20;
    private static final int TINY_RING = 4096;

    private Path pins;
    private ProbeSettings settings;

    @BeforeEach
    void choosePlace() {
        pins = Path.of("/sys/fs/bpf/vedette_test_" + ProcessHandle.current().pid());
        settings = ProbeSettings.defaults().withRingBytes(RING_BYTES).withPins(pins);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (Files.exists(pins)) {
            try (Stream<Path> all = Files.walk(pins)) {
                for (Path each : all.toList().reversed()) {
                    Files.delete(each);
                }
            }
        }
    }

    @Test
    void whatHappensWhileNoSensorRunsIsTold() throws Exception {
        attach(settings).close();
        List<Integer> started = start(5);
        try (KernelProbes next = attach(settings)) {
            assertThat(new Executions(next).of("true", started.size())).containsSubsequence(started);
        }
    }

    @Test
    void takesTheSameProgramsOverInsteadOfLoadingThemAgain() throws Exception {
        attach(settings).close();
        Path link = pins.resolve(generationName()).resolve("links/on_exec");
        Object number = Files.getAttribute(link, "unix:ino");
        try (KernelProbes next = attach(settings)) {
            assertThat(next.facts())
                    .filteredOn(fact -> fact.fact().equals("on_exec"))
                    .allSatisfy(fact -> assertThat(fact.rung()).contains(Rung.TRACEPOINT));
            assertThat(Files.getAttribute(link, "unix:ino")).isEqualTo(number);
            assertThat(next.memory().mapBytes()).isGreaterThanOrEqualTo(RING_BYTES);
            assertThat(next.memory().programBytes()).isPositive();
            assertThat(new Executions(next).after(start(3), "true")).hasSize(3);
        }
    }

    @Test
    void tellsWhatPredecessorsWithOtherSettingsLeftUnread() throws Exception {
        attach(settings.withConstants(Map.of("stamp", 1L))).close();
        List<Integer> started = start(5);
        try (KernelProbes next = attach(settings)) {
            assertThat(new Executions(next).of("true", started.size())).containsSubsequence(started);
            next.settle();
            List<Integer> later = start(2);
            assertThat(new Executions(next).of("true", later.size())).isEqualTo(later);
            assertThat(next.failures()).isEmpty();
        }
        assertThat(generations()).hasSize(1);
    }

    @Test
    void countsWhatAnotherVersionLeftUnread() throws Exception {
        byte[] other = Arrays.copyOf(TestObject.bytes(), TestObject.bytes().length + 1);
        KernelProbes.attach(settings, other).close();
        start(5);
        try (KernelProbes next = attach(settings)) {
            assertThat(told(next)).anySatisfy(failure -> {
                assertThat(failure.place()).isEqualTo("takeover");
                assertThat(failure.reason()).isEqualTo(KernelProbes.OTHER_VERSION);
                assertThat(failure.count()).isGreaterThanOrEqualTo(5);
            });
            assertThat(new Executions(next).after(start(2), "true")).hasSize(2);
            assertThat(told(next)).isEmpty();
        }
        assertThat(generations()).hasSize(1);
    }

    @Test
    void tellsOfFailuresOnceWhoeverTellsThem() throws Exception {
        ProbeSettings tiny = settings.withRingBytes(TINY_RING);
        long first;
        try (KernelProbes probes = attach(tiny)) {
            start(TINY_RING / 24);
            first = sum(told(probes));
            assertThat(first).isPositive();
        }
        start(3);
        try (KernelProbes next = attach(tiny)) {
            // Others' programs start meanwhile, and the ring has no room for theirs either.
            long countedBefore = sum(next.failures());
            long second = sum(told(next));
            long countedAfter = sum(next.failures());
            assertThat(second).isGreaterThanOrEqualTo(3);
            assertThat(first + second).isBetween(countedBefore, countedAfter);
            long toldAgain = sum(told(next));
            assertThat(first + second + toldAgain).isBetween(countedAfter, sum(next.failures()));
        }
    }

    @Test
    void tellsOfFailuresThatAPredecessorWithOtherSettingsHadNotTold() throws Exception {
        ProbeSettings other = settings.withRingBytes(TINY_RING).withConstants(Map.of("stamp", 1L));
        attach(other).close();
        start(TINY_RING / 24);
        try (KernelProbes next = attach(settings)) {
            next.settle();
            assertThat(sum(told(next))).isPositive();
            assertThat(told(next)).isEmpty();
        }
    }

    private static List<FailureCount> told(KernelProbes probes) {
        List<FailureCount> told = new ArrayList<>();
        probes.tellFailures(told::add);
        return told;
    }

    private static long sum(List<FailureCount> failures) {
        return failures.stream().mapToLong(FailureCount::count).sum();
    }

    @Test
    void removesEverythingAndSaysWhatItWas() throws Exception {
        attach(settings).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pins)))
                .isEqualTo("rwx------");
        assertThat(KernelProbes.removePinned(pins))
                .singleElement()
                .asString()
                .contains("1 running programs", generationName());
        assertThat(pins).doesNotExist();
        assertThat(KernelProbes.removePinned(pins)).isEmpty();
    }

    @Test
    void refusesADirectoryWithSomethingForeign() throws Exception {
        attach(settings).close();
        Files.createDirectory(pins.resolve("somebody_elses"));
        assertThatThrownBy(() -> attach(settings))
                .isInstanceOf(ProbesUnavailableException.class)
                .hasMessageContaining("somebody_elses")
                .hasMessageContaining("nothing was loaded");
        assertThatThrownBy(() -> KernelProbes.removePinned(pins)).isInstanceOf(ProbesUnavailableException.class);
        assertThat(pins.resolve(generationName())).exists();
    }

    @Test
    void refusesAForeignMapWhereAProgramShouldRun() throws Exception {
        attach(settings).close();
        replace("links/on_exec", "blame");
        assertThatThrownBy(() -> attach(settings))
                .isInstanceOf(ProbesUnavailableException.class)
                .hasMessageContaining("links/on_exec")
                .hasMessageContaining("it is no bpf-link");
    }

    @Test
    void refusesAForeignMapInPlaceOfOurs() throws Exception {
        attach(settings).close();
        replace("maps/failures", "own_process");
        assertThatThrownBy(() -> attach(settings))
                .isInstanceOf(ProbesUnavailableException.class)
                .hasMessageContaining("maps/failures")
                .hasMessageContaining("its type and sizes are");
    }

    @Test
    void refusesAPlaceThatCannotHoldPins() {
        assertThatThrownBy(() -> attach(settings.withPins(Path.of("/tmp/vedette"))))
                .isInstanceOf(ProbesUnavailableException.class)
                .hasMessageContaining("/tmp")
                .hasMessageContaining("mount -t bpf");
    }

    @Test
    void leavesOutOfAPinnedSetWhatIsNotAskedForAnyMore() throws Exception {
        attach(settings).close();
        try (KernelProbes next = attach(settings.withFacts(Set.of("fill")))) {
            assertThat(next.facts())
                    .filteredOn(fact -> fact.fact().equals("on_exec"))
                    .allSatisfy(fact -> assertThat(fact.wanted()).isFalse());
            assertThat(pins.resolve(generationName()).resolve("links/on_exec")).doesNotExist();
        }
        try (KernelProbes again = attach(settings)) {
            assertThat(new Executions(again).after(start(2), "true")).hasSize(2);
            assertThat(pins.resolve(generationName()).resolve("links/on_exec")).exists();
        }
    }

    /** Two processes begin at once: the one that comes second leaves everything alone, and the first one's end frees it. */
    @Test
    void ofTwoSensorsThatBeginAtOnceOneIsRefused() throws Exception {
        List<Process> both = List.of(sensorOfItsOwn(), sensorOfItsOwn());
        try {
            Map<Process, String> said = new HashMap<>();
            for (Process each : both) {
                said.put(each, each.inputReader(StandardCharsets.UTF_8).readLine());
            }
            Process first = both.stream()
                    .filter(each -> said.get(each).equals("attached"))
                    .findFirst()
                    .orElseThrow();
            Process second = both.get(1 - both.indexOf(first));
            assertThat(said.get(second)).contains("pinned at " + pins + " are in use by", "stop that sensor first");
            assertThat(second.waitFor()).isEqualTo(1);

            assertThatThrownBy(() -> KernelProbes.removePinned(pins))
                    .isInstanceOf(ProbesUnavailableException.class)
                    .hasMessageContaining("in use by process " + first.pid());
            first.destroyForcibly().waitFor();
            attach(settings).close();
        } finally {
            both.forEach(Process::destroyForcibly);
        }
    }

    /** One sensor is killed in the middle of its work; the next one and its counts must account for every program. */
    @Test
    void nothingIsLostWhenTheSensorIsKilledUnderLoad() throws Exception {
        int programs = 3_000;
        Process load = new ProcessBuilder(
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt " + programs + " ]; do /bin/true & echo $!; wait; i=$((i+1)); done")
                .start();
        Process killed = sensorOfItsOwn();
        try (var lines = killed.inputReader(StandardCharsets.UTF_8);
                var made = load.inputReader(StandardCharsets.UTF_8)) {
            String ready = lines.readLine();
            assertThat(ready).isEqualTo("attached");
            // Programs started before the probes were attached are nobody's.
            List<Integer> seen = new ArrayList<>();
            while (seen.size() < programs / 10) {
                seen.add(Integer.parseInt(lines.readLine()));
            }
            assertThatThrownBy(() -> attach(settings))
                    .isInstanceOf(ProbesUnavailableException.class)
                    .hasMessageContaining("in use by process " + killed.pid());
            // By its handle, which leaves what it wrote to be read.
            killed.toHandle().destroyForcibly();
            lines.lines().map(Integer::parseInt).forEach(seen::add);
            assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();

            try (KernelProbes next = attach(settings)) {
                List<Integer> started = made.lines().map(Integer::parseInt).toList();
                List<Integer> accounted = started.subList(started.indexOf(seen.getFirst()), started.size());
                Executions executions = new Executions(next);
                seen.addAll(executions.until("true", accounted.getLast()));
                long counted =
                        next.failures().stream().mapToLong(FailureCount::count).sum();
                assertThat(seen.size() + counted).isGreaterThanOrEqualTo(accounted.size());
                if (counted == 0) {
                    assertThat(seen).containsAll(accounted);
                }
            }
        } finally {
            killed.destroyForcibly();
            load.destroyForcibly();
        }
    }

    private Process sensorOfItsOwn() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        pins.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A sensor that says the number of each {@code true} it was told of, until somebody kills it. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            ProbeSettings settings =
                    ProbeSettings.defaults().withRingBytes(RING_BYTES).withPins(Path.of(arguments[0]));
            try (KernelProbes probes = attach(settings)) {
                System.out.println("attached");
                Executions executions = new Executions(probes);
                while (true) {
                    executions.next("true").forEach(System.out::println);
                }
            } catch (ProbesUnavailableException e) {
                System.out.println(e.getMessage());
                System.exit(1);
            }
        }
    }

    private static KernelProbes attach(ProbeSettings with) throws ProbesUnavailableException {
        return KernelProbes.attach(with, TestObject.bytes());
    }

    private static List<Integer> start(int count) throws Exception {
        List<Integer> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Process process = new ProcessBuilder("/bin/true").start();
            started.add((int) process.pid());
            process.waitFor();
        }
        return started;
    }

    private String generationName() {
        return Generation.nameOf(ProbeObject.of(TestObject.bytes()), settings);
    }

    private List<Path> generations() throws Exception {
        try (Stream<Path> all = Files.list(pins)) {
            return all.toList();
        }
    }

    private void replace(String pin, String map) throws Exception {
        Path path = pins.resolve(generationName()).resolve(pin);
        Files.delete(path);
        Libbpf libbpf = Libbpf.load();
        try (BpfObject foreign = BpfObject.open(libbpf, TestObject.bytes())) {
            for (BpfProgram program : foreign.programs()) {
                program.setAutoload(false);
            }
            foreign.load();
            BpfPin.pin(libbpf, foreign.map(map).orElseThrow().fd(), path);
        }
    }
}

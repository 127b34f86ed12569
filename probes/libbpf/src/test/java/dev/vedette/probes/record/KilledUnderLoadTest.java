package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.RecordStream;
import dev.vedette.probes.RequiresBpf;
import java.io.BufferedReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sensors are killed one after the other while files are made, each with the next number in its name: what they were told
 * of together and what was counted as lost is exactly what was made.
 */
@RequiresBpf
class KilledUnderLoadTest {
    private static final int KILLS = 5;
    private static final int TOLD_BEFORE_A_KILL = 1_000;
    private static final int RING_BYTES = 512 << 10;
    /** More than the ring has room for, however short a record is, so that something is lost and must be counted. */
    private static final int MADE_UNSEEN = RING_BYTES / 64;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> LOST = List.of(
            FailureReason.RING_FULL.name(), FailureReason.SCRATCH_BUSY.name(), FailureReason.OVER_BUDGET.name());
    /** Some thousand files a second, until there is one called stop; says how many it made. */
    private static final String LOAD = "my ($n, $d) = (0, @ARGV); until (-e qq($d/stop)) {"
            + " for (1..50) { $n++; open my $f, '>', qq($d/made-$n) or die; } select undef, undef, undef, 0.005; }"
            + " print qq($n\\n)";

    private final TestGroups groups = new TestGroups();
    private final Path pins =
            Path.of("/sys/fs/bpf/vedette_killed_" + ProcessHandle.current().pid());

    @TempDir
    Path folder;

    @AfterEach
    void leaveNothing() throws Exception {
        groups.close();
        KernelProbes.removePinned(pins);
    }

    @Test
    void everyFileIsToldOrCountedOverFiveKills() throws Exception {
        Path group = groups.make("load");
        Set<Integer> told = new HashSet<>();
        // It waits for the first sensor.
        Process load = Programs.builder(
                        Programs.within(group, Programs.perl("sleep 1 until -e qq($ARGV[0]/go); " + LOAD, folder)))
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                readAndKill(told);
            }
            awaitMade(Collections.max(told) + MADE_UNSEEN);
            Files.createFile(folder.resolve("stop"));
            int made = Integer.parseInt(load.inputReader(StandardCharsets.UTF_8).readLine());
            try (KernelProbes last = KernelProbes.attach(settings(pins))) {
                readUpToTheEnd(last, folder, told);
                long lost = lost(last, TestGroups.id(group));

                assertThat(lost).isPositive();
                assertThat(told).allMatch(number -> number >= 1 && number <= made);
                assertThat(told.size() + lost)
                        .as(told.size() + " told and " + lost + " counted of " + made)
                        .isEqualTo(made);
            }
        } finally {
            load.destroyForcibly().waitFor();
        }
    }

    private void awaitMade(int number) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(folder.resolve("made-" + number))) {
            assertThat(System.nanoTime()).as("the load goes on").isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private void readAndKill(Set<Integer> told) throws Exception {
        Process sensor = sensorOfItsOwn();
        try (BufferedReader said = sensor.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("attached");
            if (told.isEmpty()) {
                Files.createFile(folder.resolve("go"));
            }
            for (int i = 0; i < TOLD_BEFORE_A_KILL; i++) {
                told.add(Integer.parseInt(said.readLine()));
            }
            // By its handle, which leaves what it wrote to be read.
            sensor.toHandle().destroyForcibly();
            said.lines().map(Integer::parseInt).forEach(told::add);
        } finally {
            sensor.destroyForcibly().waitFor();
        }
    }

    /** What opens the last file comes after all that was made. */
    private static void readUpToTheEnd(KernelProbes probes, Path folder, Set<Integer> told) throws Exception {
        Numbers numbers = new Numbers(probes, folder);
        Set<Integer> last = new HashSet<>();
        // The load has ended, and what it left may leave no room for a mark at the end.
        while (numbers.read(last::add) > 0) {
            Thread.onSpinWait();
        }
        Files.createFile(folder.resolve("made-0"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!last.contains(0)) {
            assertThat(System.nanoTime()).as("the end was told in time").isLessThan(deadline);
            int unused = numbers.read(last::add);
        }
        last.remove(0);
        told.addAll(last);
    }

    private static long lost(KernelProbes probes, long group) {
        return probes.failures().stream()
                .filter(failure -> failure.cgroupId() == group)
                .filter(failure -> failure.place().startsWith("file_open") && LOST.contains(failure.reason()))
                .mapToLong(failure -> failure.count())
                .sum();
    }

    private static ProbeSettings settings(Path pins) {
        return ProbeSettings.defaults()
                .withOwnProcess(0)
                .withFacts(Set.of("file_open"))
                .withRingBytes(RING_BYTES)
                .withPins(pins);
    }

    private Process sensorOfItsOwn() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        pins.toString(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The numbers in the names of files that are made in a folder. */
    private static final class Numbers {
        private final KernelProbes probes;
        private final RecordStream records;
        private final RecordDecoder decoder = new RecordDecoder();
        private final String prefix;

        Numbers(KernelProbes probes, Path folder) {
            this.probes = probes;
            this.records = probes.records();
            this.prefix = folder + "/made-";
        }

        /** Each is handed over before its record is given back to the kernel. Answers how many records there were. */
        int read(IntConsumer out) {
            probes.ring().await(Duration.ofMillis(5));
            return records.drain((data, offset, length) -> read(data, offset, length, out), 1000);
        }

        private void read(MemorySegment data, long offset, int length, IntConsumer out) {
            try {
                if (decoder.decode(data, offset, length) instanceof FileOpenRecord open
                        && open.file().path().startsWith(prefix)) {
                    out.accept(Integer.parseInt(open.file().path().substring(prefix.length())));
                }
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A sensor that says the numbers it was told of, until somebody kills it. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            try (KernelProbes probes = KernelProbes.attach(settings(Path.of(arguments[0])))) {
                System.out.println("attached");
                Numbers numbers = new Numbers(probes, Path.of(arguments[1]));
                while (true) {
                    int unused = numbers.read(System.out::println);
                }
            }
        }
    }
}

package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader that has nothing to do may sleep for long, since the first record wakes it. */
@RequiresBpf
@Timeout(300)
class RestTest {
    /** Told without a wake-up of their own, as only new programs have. */
    private static final Set<String> NOT_URGENT = Set.of("sched_process_exit");

    private static final Set<String> PROGRAMS = Set.of("sched_process_exec");

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration MOMENT = Duration.ofMillis(500);
    /** Far less, but enough for a busy machine. */
    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void aRecordThatIsNotUrgentEndsIt() throws Exception {
        try (KernelProbes probes = attach(NOT_URGENT)) {
            RecordStream records = probes.records();
            for (int round = 0; round < 3; round++) {
                readAll(records);
                CompletableFuture<Boolean> rest = CompletableFuture.supplyAsync(() -> records.rest(LONG));
                long end = System.nanoTime() + SOON.toNanos();
                while (!rest.isDone() && System.nanoTime() < end) {
                    // The one that falls into the moment in which the reader lies down may be overlooked, the next not.
                    new ProcessBuilder("/bin/true").start().waitFor();
                }
                assertThat(rest.get(1, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void whatIsThereAlreadyKeepsTheReaderFromIt() throws Exception {
        try (KernelProbes probes = attach(NOT_URGENT)) {
            RecordStream records = probes.records();
            new ProcessBuilder("/bin/true").start().waitFor();

            assertThat(CompletableFuture.supplyAsync(() -> records.rest(LONG)).get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void closingEndsItWhereverTheReaderIs() throws Exception {
        for (int round = 0; round < 3; round++) {
            CompletableFuture<Void> reader;
            try (KernelProbes probes = attach(NOT_URGENT)) {
                RecordStream records = probes.records();
                reader = CompletableFuture.runAsync(() -> restUntilClosed(records));
                assertThat(reader.isDone()).isFalse();
            }
            reader.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** In a storm, which mostly is of the same few programs, a wake-up for each would be the dearest part. */
    @Test
    void onlyAProgramThatIsNewWakesTheReader(@TempDir Path folder) throws Exception {
        Path program = Files.copy(Path.of("/bin/true"), folder.resolve("program"));
        Path copy = folder.resolve("copy");
        try (KernelProbes probes = attach(PROGRAMS)) {
            RecordStream records = probes.records();
            awaitTrue(() -> !wakes(records, program));
            awaitTrue(() -> wakes(records, replace(copy)));
        }
    }

    /** Again and again, since what else goes on in the machine wakes the reader too. */
    private static void awaitTrue(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        boolean met = condition.call();
        while (!met && System.nanoTime() < end) {
            met = condition.call();
        }
        assertThat(met).isTrue();
    }

    private static boolean wakes(RecordStream records, Path program) throws Exception {
        readAll(records);
        long start = System.nanoTime();
        CompletableFuture<Long> wait = CompletableFuture.supplyAsync(() -> {
            boolean unused = records.await(MOMENT);
            return System.nanoTime() - start;
        });
        new ProcessBuilder(program.toString()).start().waitFor();
        return wait.get(SOON.toSeconds(), TimeUnit.SECONDS) < MOMENT.toNanos();
    }

    private static Path replace(Path copy) throws IOException {
        Files.deleteIfExists(copy);
        return Files.copy(Path.of("/bin/true"), copy);
    }

    /** Others' records end a rest too. */
    private static void restUntilClosed(RecordStream records) {
        try {
            while (records.rest(LONG)) {
                readAll(records);
            }
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("closed");
        }
    }

    private static KernelProbes attach(Set<String> facts) throws ProbesUnavailableException {
        return KernelProbes.attach(
                ProbeSettings.defaults().withRingBytes(1 << 20).withFacts(facts));
    }

    private static void readAll(RecordStream records) {
        int read = 1;
        while (read > 0) {
            read = records.drain((data, offset, length) -> {}, 1000);
        }
    }
}

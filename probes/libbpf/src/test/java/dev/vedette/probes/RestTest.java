package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reader that has nothing to do may sleep for long, since the first record wakes it. */
@RequiresBpf
@Timeout(300)
class RestTest {
    /** Told without a wake-up of their own: only new programs have one. */
    private static final Set<String> NOT_URGENT = Set.of("sched_process_exit");

    private static final Duration LONG = Duration.ofMinutes(10);
    /** Far less, but enough for a busy machine. */
    private static final Duration SOON = Duration.ofMinutes(2);

    @Test
    void aRecordThatIsNotUrgentEndsIt() throws Exception {
        try (KernelProbes probes = attach()) {
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
        try (KernelProbes probes = attach()) {
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
            try (KernelProbes probes = attach()) {
                RecordStream records = probes.records();
                reader = CompletableFuture.runAsync(() -> restUntilClosed(records));
                assertThat(reader.isDone()).isFalse();
            }
            reader.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
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

    private static KernelProbes attach() throws ProbesUnavailableException {
        return KernelProbes.attach(
                ProbeSettings.defaults().withRingBytes(1 << 20).withFacts(NOT_URGENT));
    }

    private static void readAll(RecordStream records) {
        int read = 1;
        while (read > 0) {
            read = records.drain((data, offset, length) -> {}, 1000);
        }
    }
}

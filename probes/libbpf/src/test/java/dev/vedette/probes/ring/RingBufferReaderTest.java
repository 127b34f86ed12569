package dev.vedette.probes.ring;

import static dev.vedette.probes.TestObject.FORCE_WAKEUP;
import static dev.vedette.probes.TestObject.NO_WAKEUP;
import static dev.vedette.probes.TestObject.RECORD_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.vedette.probes.RequiresBpf;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a real ring of the kernel. */
@RequiresBpf
@Timeout(60)
class RingBufferReaderTest {
    private static final int SMALL = 4096;
    private static final int FULL = SMALL / RECORD_BYTES;

    @Test
    void handsRecordsOverInOrderWithTheirBytes() throws Exception {
        try (KernelRing ring = new KernelRing(SMALL)) {
            ring.fill(100, 50, 0, NO_WAKEUP);
            List<Long> numbers = new ArrayList<>();
            int read = ring.reader()
                    .drain(
                            (data, offset, length) -> {
                                numbers.add(data.get(ValueLayout.JAVA_LONG, offset));
                                assertThat(length).isEqualTo(32);
                                assertThat(data.get(ValueLayout.JAVA_LONG, offset + 8))
                                        .isEqualTo(99);
                            },
                            1000);
            assertThat(read).isEqualTo(50);
            assertThat(numbers).isEqualTo(LongStream.range(100, 150).boxed().toList());
            assertThat(ring.reader().available()).isZero();
        }
    }

    @Test
    void readsRecordsThatWrapAroundTheEnd() throws Exception {
        try (KernelRing ring = new KernelRing(SMALL)) {
            List<Long> numbers = new ArrayList<>();
            int rounds = 50;
            for (int round = 0; round < rounds; round++) {
                ring.fill((long) round * 70, 70, 0, NO_WAKEUP);
                drain(ring, numbers);
            }
            assertThat(numbers)
                    .isEqualTo(LongStream.range(0, rounds * 70L).boxed().toList());
            assertThat(ring.lost()).isZero();
        }
    }

    @Test
    void skipsDiscardedRecords() throws Exception {
        try (KernelRing ring = new KernelRing(SMALL)) {
            ring.fill(0, 9, 3, NO_WAKEUP);
            List<Long> numbers = new ArrayList<>();
            drain(ring, numbers);
            assertThat(numbers).containsExactly(1L, 2L, 4L, 5L, 7L, 8L);
            assertThat(ring.reader().available()).isZero();
        }
    }

    @Test
    void stopsAtTheLimitAndGoesOnThere() throws Exception {
        try (KernelRing ring = new KernelRing(SMALL)) {
            ring.fill(0, 10, 0, NO_WAKEUP);
            List<Long> numbers = new ArrayList<>();
            assertThat(ring.reader().drain((data, at, _) -> numbers.add(data.get(ValueLayout.JAVA_LONG, at)), 4))
                    .isEqualTo(4);
            assertThat(ring.reader().available()).isEqualTo(6 * RECORD_BYTES);
            drain(ring, numbers);
            assertThat(numbers).isEqualTo(LongStream.range(0, 10).boxed().toList());
        }
    }

    @Test
    void givesRoomBackSoThatNothingIsLostLater() throws Exception {
        try (KernelRing ring = new KernelRing(SMALL)) {
            ring.fill(0, FULL + 7, 0, NO_WAKEUP);
            long lost = ring.lost();
            assertThat(lost).isBetween(7L, 8L);
            drain(ring, new ArrayList<>());
            ring.fill(0, FULL - 1, 0, NO_WAKEUP);
            assertThat(ring.lost()).isEqualTo(lost);
        }
    }

    @Test
    void losesNothingUncountedWhenProducerAndReaderRace() throws Exception {
        int batches = 400;
        int batch = 500;
        try (KernelRing ring = new KernelRing(1 << 16)) {
            var producer = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < batches; i++) {
                    try {
                        ring.fill((long) i * batch, batch, 0, NO_WAKEUP);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            List<Long> numbers = new ArrayList<>();
            while (!producer.isDone()) {
                drain(ring, numbers);
            }
            producer.join();
            drain(ring, numbers);
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
            assertThat(numbers.size() + ring.lost()).isEqualTo((long) batches * batch);
        }
    }

    @Test
    void countsARecordAsReadOnWhichTheHandlerThrows() throws Exception {
        try (KernelRing ring = new KernelRing(SMALL)) {
            ring.fill(0, 3, 0, NO_WAKEUP);
            assertThatThrownBy(() -> ring.reader()
                            .drain(
                                    (_, _, _) -> {
                                        throw new IllegalArgumentException("bad record");
                                    },
                                    10))
                    .hasMessage("bad record");
            List<Long> numbers = new ArrayList<>();
            drain(ring, numbers);
            assertThat(numbers).containsExactly(1L, 2L);
        }
    }

    @Test
    void wakesAtOnceForARecordThatAsksForIt() throws Exception {
        try (KernelRing ring = new KernelRing(SMALL)) {
            var woken = CompletableFuture.supplyAsync(() -> ring.reader().await(Duration.ofSeconds(50)));
            ring.fill(0, 1, 0, FORCE_WAKEUP);
            assertThat(woken.get(40, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void looksAgainWhenTheTimeIsUpEvenWithoutAWakeUp() throws Exception {
        try (KernelRing ring = new KernelRing(SMALL)) {
            assertThat(ring.reader().await(Duration.ofMillis(1))).isFalse();
            ring.fill(0, 1, 0, NO_WAKEUP);
            assertThat(ring.reader().await(Duration.ofMillis(1))).isTrue();
        }
    }

    @Test
    void closingEndsAWait() throws Exception {
        KernelRing ring = new KernelRing(SMALL);
        var woken = CompletableFuture.supplyAsync(() -> ring.reader().await(Duration.ofSeconds(50)));
        ring.close();
        assertThat(woken.get(40, TimeUnit.SECONDS)).isFalse();
        ring.reader().close();
        assertThat(ring.reader().available()).isZero();
        assertThat(ring.reader().await(Duration.ofSeconds(50))).isFalse();
    }

    @Test
    void closingWhileReadingIsAnExceptionAtMost() throws Exception {
        for (int i = 0; i < 20; i++) {
            KernelRing ring = new KernelRing(1 << 20);
            ring.fill(0, 20_000, 0, NO_WAKEUP);
            var reader = CompletableFuture.runAsync(() -> {
                while (true) {
                    ring.reader().drain((data, offset, _) -> data.get(ValueLayout.JAVA_LONG, offset), 100);
                }
            });
            ring.close();
            assertThat(reader)
                    .failsWithin(Duration.ofSeconds(40))
                    .withThrowableThat()
                    .withMessageContaining("closed");
        }
    }

    @Test
    void allocatesNothingPerRecord() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int records = 10_000;
        try (KernelRing ring = new KernelRing(1 << 20)) {
            long[] sum = new long[1];
            RingBufferReader.Handler handler = (data, offset, _) -> sum[0] += data.get(ValueLayout.JAVA_LONG, offset);
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 5; round++) {
                ring.fill(0, records, 0, NO_WAKEUP);
                long before = threads.getCurrentThreadAllocatedBytes();
                assertThat(ring.reader().drain(handler, records)).isEqualTo(records);
                allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(allocated).isLessThan(records / 10);
        }
    }

    private static void drain(KernelRing ring, List<Long> numbers) {
        ring.reader().drain((data, offset, _) -> numbers.add(data.get(ValueLayout.JAVA_LONG, offset)), 1_000_000);
    }
}

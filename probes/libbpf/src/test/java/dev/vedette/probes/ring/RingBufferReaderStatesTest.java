package dev.vedette.probes.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On memory written by hand. */
class RingBufferReaderStatesTest {
    private static final int BUSY = 1 << 31;

    @Test
    void waitsForARecordThatIsStillBeingWritten() throws Exception {
        try (FakeRing ring = new FakeRing(4096)) {
            ring.add(16);
            long busy = ring.add(BUSY | 24);
            ring.add(8);
            List<Integer> lengths = new ArrayList<>();
            assertThat(drain(ring, lengths)).isEqualTo(1);
            assertThat(drain(ring, lengths)).isZero();
            assertThat(ring.reader().available()).isEqualTo(32 + 16);
            ring.setHeader(busy, 24);
            assertThat(drain(ring, lengths)).isEqualTo(2);
            assertThat(lengths).containsExactly(16, 24, 8);
        }
    }

    @Test
    void skipsADiscardedRecordWithoutCountingIt() throws Exception {
        try (FakeRing ring = new FakeRing(4096)) {
            ring.add(RingBufferReader.DISCARDED | 100);
            ring.add(1);
            List<Integer> lengths = new ArrayList<>();
            assertThat(drain(ring, lengths)).isEqualTo(1);
            assertThat(lengths).containsExactly(1);
            assertThat(ring.consumer().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(112 + 16);
        }
    }

    @Test
    void publishesItsPositionOncePerBatchAndAtTheEnd() throws Exception {
        try (FakeRing ring = new FakeRing(4096)) {
            for (int i = 0; i < 100; i++) {
                ring.add(8);
            }
            List<Long> published = new ArrayList<>();
            ring.reader().drain((_, _, _) -> published.add(ring.consumer().get(ValueLayout.JAVA_LONG, 0)), 100);
            assertThat(published.stream().distinct()).containsExactly(0L, 64L * 16);
            assertThat(ring.consumer().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(100L * 16);
        }
    }

    @Test
    void anEmptyRingHasNothing() throws Exception {
        try (FakeRing ring = new FakeRing(4096)) {
            assertThat(drain(ring, new ArrayList<>())).isZero();
            assertThat(ring.reader().await(Duration.ofMillis(1))).isFalse();
            assertThat(ring.reader().capacity()).isEqualTo(4096);
        }
    }

    @Test
    void refusesASizeThatIsNoPowerOfTwo() {
        assertThatThrownBy(() -> new FakeRing(4104)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int drain(FakeRing ring, List<Integer> lengths) {
        return ring.reader().drain((_, _, length) -> lengths.add(length), 1000);
    }
}

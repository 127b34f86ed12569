package dev.vedette.baseline.blame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitLengthsTest {
    private final WaitLengths lengths = new WaitLengths(new long[] {10, 100, 1_000});

    @Test
    void nobodyWaited() {
        assertThat(lengths.p95()).isZero();
    }

    @Test
    void oneInTwentyMayBeLonger() {
        lengths.add(0, 19);
        lengths.add(2, 1);
        assertThat(lengths.p95()).isEqualTo(10);
        lengths.add(2, 1);
        assertThat(lengths.p95()).isEqualTo(1_000);
    }

    @Test
    void severalGroupsAreOneContainer() {
        WaitLengths more = new WaitLengths(new long[] {10, 100, 1_000});
        lengths.add(0, 10);
        more.add(1, 10);
        lengths.add(more);
        assertThat(lengths.p95()).isEqualTo(100);
    }
}

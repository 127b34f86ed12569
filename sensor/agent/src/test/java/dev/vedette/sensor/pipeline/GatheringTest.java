package dev.vedette.sensor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final long LOOKED = Long.MAX_VALUE - 1_000_000; // nanoTime() may pass over its greatest value

    @Test
    void looksOftenWhereRecordsTrickle() {
        assertThat(after(0, 2)).isEqualTo(Gathering.SHORTEST);
        assertThat(after(3, 2)).isEqualTo(Gathering.SHORTEST);
        assertThat(after(15, 8)).isEqualTo(Gathering.SHORTEST);
    }

    @Test
    void letsAFlowGatherUntilALookIsWorthIt() {
        assertThat(after(6, 2)).isEqualTo(Gathering.LONGEST);
        assertThat(after(24, 8)).isEqualTo(Gathering.LONGEST);
        assertThat(after(64, 4)).isEqualTo(Duration.ofMillis(4));
    }

    @Test
    void looksOftenInAFlood() {
        assertThat(after(10_000, 8)).isEqualTo(Gathering.SHORTEST);
    }

    @Test
    void doesNotTakeTwoLooksAtOnceForAFlood() {
        assertThat(after(1, 0)).isEqualTo(Gathering.SHORTEST);
    }

    private static Duration after(int taken, long millis) {
        return new Gathering(LOOKED)
                .after(taken, LOOKED + Duration.ofMillis(millis).toNanos());
    }
}

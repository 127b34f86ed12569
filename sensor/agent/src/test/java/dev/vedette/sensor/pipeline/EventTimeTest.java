package dev.vedette.sensor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.BootClock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventTimeTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger measured = new AtomicInteger();

    @Test
    void theClocksAreComparedAnewEveryFewSeconds() {
        EventTime time = new EventTime(this::measure, now::get, () -> now.get() / 1_000_000);
        for (int second = 0; second <= 60; second++) {
            now.set(second * 1_000_000_000L);
            time.applyAsLong(1);
        }

        assertThat(measured.get()).isBetween(10, 13);
    }

    @Test
    void aTimeOfDayThatIsSetIsNoticedAtOnce() {
        AtomicLong set = new AtomicLong();
        EventTime time = new EventTime(this::measure, now::get, () -> now.get() / 1_000_000 + set.get());
        time.applyAsLong(1);
        for (long millis : new long[] {86_400_000, -172_800_000}) {
            int before = measured.get();
            set.set(millis);
            time.applyAsLong(1);
            time.applyAsLong(2);

            assertThat(measured.get()).isEqualTo(before + 1);
        }
    }

    @Test
    void saysTheTimeOfDayOfABootTime() {
        BootClock clock = BootClock.measure();

        long said = new EventTime(() -> clock, now::get, () -> 0).applyAsLong(5);

        assertThat(clock.toBootNanos(said)).isEqualTo(5);
    }

    private BootClock measure() {
        measured.incrementAndGet();
        return BootClock.measure();
    }
}

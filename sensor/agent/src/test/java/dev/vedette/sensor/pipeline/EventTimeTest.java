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
        EventTime time = new EventTime(this::measure, now::get);
        for (int second = 0; second <= 60; second++) {
            now.set(second * 1_000_000_000L);
            time.applyAsLong(1);
        }

        assertThat(measured.get()).isBetween(10, 13);
    }

    @Test
    void saysTheTimeOfDayOfABootTime() {
        BootClock clock = BootClock.measure();

        long said = new EventTime(() -> clock, now::get).applyAsLong(5);

        assertThat(clock.toBootNanos(said)).isEqualTo(5);
    }

    private BootClock measure() {
        measured.incrementAndGet();
        return BootClock.measure();
    }
}

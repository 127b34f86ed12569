package dev.vedette.sensor.denial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.BootClock;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BootSecondsTest {
    private static final long BOOTED = 1_800_000_000;

    private final AtomicLong booted = new AtomicLong(BOOTED);
    private final BootSeconds seconds = new BootSeconds(() -> BootClock.of(booted.get() * 1_000_000_000L));

    @Test
    void aTimeOfDayThatIsSetIsFollowed() {
        assertThat(seconds.applyAsLong(BOOTED + 60)).isEqualTo(60);

        booted.set(BOOTED + 86_400);
        assertThat(seconds.applyAsLong(BOOTED + 86_460)).isEqualTo(60);
        booted.set(BOOTED - 86_400);
        assertThat(seconds.applyAsLong(BOOTED - 86_340)).isEqualTo(60);
    }

    @Test
    void aRoundingChangesNothing() {
        booted.set(BOOTED + 1);

        assertThat(seconds.applyAsLong(BOOTED + 60)).isEqualTo(60);
    }
}

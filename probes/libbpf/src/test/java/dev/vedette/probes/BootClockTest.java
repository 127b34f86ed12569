package dev.vedette.probes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.libc.Libc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BootClockTest {
    private static final long NANOS = 1_000_000_000L;

    private final Libc libc = new Libc();
    private final BootClock clock = BootClock.measure(libc);

    @Test
    void goesThereAndBack() {
        assertThat(clock.toBootNanos(clock.toEpochNanos(123_456_789L))).isEqualTo(123_456_789L);
    }

    @Test
    void agreesWithTheTimeOfDay() {
        Instant before = Instant.now();
        long epoch = clock.toEpochNanos(libc.bootNanos());
        Instant after = Instant.now();
        // The clocks are disciplined apart, and read one after the other: a millisecond is far more than that.
        assertThat(Instant.ofEpochSecond(0, epoch)).isBetween(before.minusMillis(1), after.plusMillis(1));
    }

    @Test
    void isTheClockOfUptime() throws Exception {
        double uptime =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
        long now = libc.bootNanos();
        double later =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
        assertThat((double) now / NANOS).isBetween(uptime, later + 0.01);
    }
}

package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.BootClock;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.posture.health.HealthItem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private static final HealthItem DISK = new HealthItem("disk /", HealthItem.State.WELL, "half full", "");

    private final AtomicLong difference = new AtomicLong(1_800_000_000_000_000_000L);
    private final ClockWatch watch = new ClockWatch(() -> BootClock.of(difference.get()), new Metrics());
    private long now = System.nanoTime();

    @Test
    void aTimeOfDayThatWasSetIsAmongTheNodesHealth() {
        look();
        assertThat(watch.beside(List.of(DISK))).containsExactly(DISK);

        jump(Duration.ofDays(1));
        assertThat(watch.beside(List.of(DISK)))
                .last()
                .satisfies(item -> assertThat(item.value()).startsWith("set ahead by 1 d 0 h 0 min at "));

        jump(Duration.ofDays(-2));
        assertThat(watch.beside(List.of())).singleElement().satisfies(item -> {
            assertThat(item.state()).isEqualTo(HealthItem.State.WATCH);
            assertThat(item.value()).startsWith("set back by 2 d 0 h 0 min at ");
        });
    }

    @Test
    void whatATimeServiceCorrectsIsNoJump() {
        look();
        for (int i = 0; i < 100; i++) {
            jump(Duration.ofMillis(1_500));
        }

        assertThat(watch.beside(List.of())).isEmpty();
    }

    private void jump(Duration by) {
        difference.addAndGet(by.toNanos());
        look();
    }

    private void look() {
        now += Duration.ofSeconds(1).toNanos();
        watch.look(now, fact -> {});
    }
}

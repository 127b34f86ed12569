package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long DAY = Duration.ofDays(1).toNanos();
    private static final long TODAY = 1_800_000_000_000_000_000L;
    private static final BootMoment ORDERED = new BootMoment("one", 5 * MINUTE);
    private static final Deadline IN_A_MINUTE = Deadline.after(Duration.ofMinutes(1), TODAY + MINUTE, ORDERED);

    @Test
    void aClockThatIsSetChangesNothing() {
        for (long jump : new long[] {-2 * DAY, 0, DAY}) {
            assertThat(IN_A_MINUTE.isOver(at(MINUTE - 1), TODAY + MINUTE - 1 + jump))
                    .isFalse();
            assertThat(IN_A_MINUTE.isOver(at(MINUTE), TODAY + MINUTE + jump)).isTrue();
        }
    }

    @Test
    void afterTheMachineWasStartedAnewTheTimeOfDayDecides() {
        BootMoment another = new BootMoment("two", 100 * DAY);

        assertThat(IN_A_MINUTE.isOver(another, TODAY + MINUTE - 1)).isFalse();
        assertThat(IN_A_MINUTE.isOver(another, TODAY + MINUTE)).isTrue();
    }

    @Test
    void whereTheBootClockCannotBeReadTheTimeOfDayDecides() {
        BootMoment unknown = new BootMoment("", 0);
        Deadline deadline = Deadline.after(Duration.ofMinutes(1), TODAY + MINUTE, unknown);

        assertThat(deadline.isOver(unknown, TODAY)).isFalse();
        assertThat(deadline.isOver(unknown, TODAY + MINUTE)).isTrue();
    }

    @Test
    void itIsSaidByTheTimeOfDayAsItIsNow() {
        Instant tomorrow = Instant.ofEpochSecond(0, TODAY + DAY);

        assertThat(IN_A_MINUTE.timeOfDay(at(MINUTE / 2), tomorrow)).isEqualTo(tomorrow.plusSeconds(30));
        assertThat(Deadline.NEVER.timeOfDay(at(0), tomorrow)).isEqualTo(Instant.MAX);
    }

    @Test
    void isKeptOverARestart() {
        assertThat(Deadline.read(IN_A_MINUTE.written())).isEqualTo(IN_A_MINUTE);
        assertThat(Deadline.read(Deadline.NEVER.written())).isEqualTo(Deadline.NEVER);
        assertThat(Deadline.read(Map.of("until", "2027-01-15T08:00:00Z")).isOver(at(0), TODAY))
                .isTrue();
        assertThatThrownBy(() -> Deadline.read(Map.of("until", "soon"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theKernelsBootClockIsRead() {
        BootMoment now = BootMoment.now();

        assertThat(now.isKnown()).isTrue();
        assertThat(now.nanos()).isPositive();
    }

    /** After the order. */
    private static BootMoment at(long nanos) {
        return new BootMoment("one", ORDERED.nanos() + nanos);
    }
}

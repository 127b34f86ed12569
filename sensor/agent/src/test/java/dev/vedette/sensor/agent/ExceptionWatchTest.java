package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.PolicyException;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Scope;
import dev.vedette.policy.model.SensorNotice;
import dev.vedette.policy.model.SensorNotice.Kind;
import dev.vedette.sensor.metrics.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No exception outlives its reason unnoticed. */
class ExceptionWatchTest {
    private final SetClock clock = new SetClock();
    private final Metrics metrics = new Metrics();
    private long nanos;

    @Test
    void tellsWhatHasEndedAndWhatSoonWill() {
        ExceptionWatch watch =
                watch(until("2026-03-09"), until("2026-03-10"), until("2026-03-23"), until("2026-03-24"));

        assertThat(told(watch))
                .containsExactly(Kind.EXCEPTION_EXPIRED, Kind.EXCEPTION_EXPIRING, Kind.EXCEPTION_EXPIRING);
        assertThat(metrics.scrape())
                .contains(
                        "vedette_exceptions{standing=\"expired\",} 1.0",
                        "vedette_exceptions{standing=\"expiring\",} 2.0",
                        "vedette_exceptions{standing=\"unused\",} 0.0");
    }

    @Test
    void tellsItOnceADay() {
        ExceptionWatch watch = watch(until("2026-03-09"));

        assertThat(told(watch)).hasSize(1);
        clock.now = clock.now.plus(Duration.ofHours(11));
        assertThat(told(watch)).isEmpty();
        clock.now = clock.now.plus(Duration.ofHours(2));
        assertThat(told(watch)).hasSize(1);
    }

    @Test
    void tellsWhatKeepsNothingBackForLong() {
        PolicyException used = until("2027-01-01");
        PolicyException unused = until("2027-01-02");
        ExceptionWatch watch = watch(used, unused);

        assertThat(told(watch)).isEmpty();
        clock.now = clock.now.plus(Duration.ofDays(20));
        watch.used(used.describe());
        clock.now = clock.now.plus(Duration.ofDays(9));
        assertThat(told(watch)).isEmpty();

        clock.now = clock.now.plus(Duration.ofDays(1));
        assertThat(notices(watch)).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Kind.EXCEPTION_UNUSED);
            assertThat(notice.subject()).isEqualTo("VDT-3014");
            assertThat(notice.why()).isEqualTo(unused.describe());
        });
    }

    @Test
    void whatStaysInForceKeepsWhenItWasOfUse() {
        PolicyException kept = until("2027-01-01");
        ExceptionWatch watch = watch(kept);
        clock.now = clock.now.plus(Duration.ofDays(20));

        watch.replacePolicies(set(kept, until("2027-01-02")));
        clock.now = clock.now.plus(Duration.ofDays(10));

        assertThat(notices(watch))
                .singleElement()
                .satisfies(notice -> assertThat(notice.why()).isEqualTo(kept.describe()));
    }

    private ExceptionWatch watch(PolicyException... exceptions) {
        return new ExceptionWatch(set(exceptions), metrics, clock);
    }

    private List<Kind> told(ExceptionWatch watch) {
        return notices(watch).stream().map(SensorNotice::kind).toList();
    }

    private List<SensorNotice> notices(ExceptionWatch watch) {
        List<Fact> facts = new ArrayList<>();
        watch.look(nanos, facts::add);
        nanos += Duration.ofMinutes(1).toNanos();
        watch.look(nanos, facts::add);
        return facts.stream().map(SensorNotice.class::cast).toList();
    }

    private static PolicySet set(PolicyException... exceptions) {
        return new PolicySet(List.of(), List.of(exceptions), List.of());
    }

    private static PolicyException until(String day) {
        return new PolicyException(
                "shop",
                Scope.CONTAINERS,
                new Glob("VDT-3014"),
                new Glob("shop/backup"),
                null,
                null,
                null,
                "It packs all",
                LocalDate.parse(day),
                "");
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-03-10T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}

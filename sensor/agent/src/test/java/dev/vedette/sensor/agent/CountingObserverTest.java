package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.SensorNotice;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.Notices;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountingObserverTest {
    private static final Container WEB = Container.pending("web");

    private final Notices notices = new Notices(new EpochClock(InstantSource.system()));
    private final CountingObserver observer = new CountingObserver(
            new Metrics(), notices, new ExceptionWatch(PolicySet.NONE, new Metrics(), Clock.systemUTC()));

    @Test
    void eachExceptionThatKeepsFindingsBackIsToldWithHowManyAndWhose() {
        observer.withheld(withheld("VDT-3004", "known (policy shop)"));
        observer.withheld(withheld("VDT-3004", "known (policy shop)"));
        observer.withheld(withheld("VDT-3014", "backup (policy shop)"));

        assertThat(told())
                .satisfiesExactlyInAnyOrder(
                        first -> {
                            assertThat(first.kind()).isEqualTo(SensorNotice.Kind.FINDING_WITHHELD);
                            assertThat(first.subject()).isEqualTo("VDT-3004");
                            assertThat(first.why()).isEqualTo("known (policy shop)");
                            assertThat(first.count()).isEqualTo(2);
                            assertThat(first.container()).isEqualTo(WEB);
                        },
                        second -> assertThat(second.subject()).isEqualTo("VDT-3014"));
    }

    @Test
    void thatThisIsItselfKeptBackIsNotToldAgain() {
        observer.withheld(withheld("VDT-8010", "not wanted (policy shop)"));

        assertThat(told()).isEmpty();
    }

    private List<SensorNotice> told() {
        List<Fact> facts = new ArrayList<>();
        notices.look(0, facts::add);
        notices.look(Duration.ofSeconds(1).toNanos(), facts::add);
        return facts.stream().map(SensorNotice.class::cast).toList();
    }

    private static Finding withheld(String rule, String exception) {
        return new Finding(
                "id",
                rule,
                "title",
                Severity.HIGH,
                List.of(),
                "message",
                "node",
                WEB,
                null,
                Place.NONE,
                Map.of(),
                new Verdict(ResponseAction.ALERT, false, "shop", "an exception applies", exception),
                Origin.LIVE,
                0,
                0);
    }
}

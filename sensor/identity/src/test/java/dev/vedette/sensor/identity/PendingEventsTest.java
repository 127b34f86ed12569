package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.IdentityObserved;
import dev.vedette.policy.model.Origin;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingEventsTest {
    private static final String ID = "a".repeat(64);
    private static final int LOOKS = 100;

    private final ContainerRegistry containers = new ContainerRegistry(10);
    private final ContainerLife life =
            containers.made(11, 1, "/kubepods/" + ID, null, 1).orElseThrow();
    private final PendingEvents pending = new PendingEvents(100, new IdentityMetrics(new Metrics()));
    private final List<String> asked = new ArrayList<>();
    private final List<Fact> told = new ArrayList<>();

    @Test
    void oneThatLivesIsAskedForForEverAndOneThatHasEndedIsGivenUp() {
        pending.begins(life, new Unnamed(0, 0, Origin.LIVE, container -> Optional.empty()), 0);

        lookForAnHourAndMore(0);
        assertThat(asked).hasSizeGreaterThan(LOOKS / 2);
        assertThat(pending.containers()).isEqualTo(1);

        containers.removed(11, 2);
        asked.clear();
        lookForAnHourAndMore(LOOKS);
        assertThat(asked).isEmpty();
        assertThat(pending.containers()).isZero();
    }

    @Test
    void oneThatStaysPendingIsToldOnceAndNotBeforeTenSeconds() {
        pending.begins(life, new Unnamed(0, 0, Origin.LIVE, container -> Optional.empty()), 0);

        pending.ask(Duration.ofMillis(9_999).toNanos(), asked::add, told::add);
        assertThat(told).isEmpty();

        pending.ask(Duration.ofSeconds(10).toNanos(), asked::add, told::add);
        pending.ask(Duration.ofSeconds(20).toNanos(), asked::add, told::add);
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        IdentityObserved.class,
                        seen -> assertThat(seen.state()).isEqualTo(IdentityObserved.State.PENDING));
    }

    private void lookForAnHourAndMore(int from) {
        for (int minute = from; minute < from + LOOKS; minute++) {
            pending.ask(Duration.ofMinutes(minute).toNanos(), asked::add, told::add);
        }
    }
}

package dev.vedette.sensor.agent;

import static dev.vedette.sensor.agent.RecentEvents.CONTAINERS;
import static dev.vedette.sensor.agent.RecentEvents.KEPT_OF_EACH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessExited;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.TaskRenamed;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
    private static final Container QUIET = Container.pending("quiet");
    private static final Container BUSY = Container.pending("busy");

    private final RecentEvents events = new RecentEvents();

    @Test
    void oneThatDoesMuchPushesOutNothingOfAnother() {
        renamed(QUIET, "first");
        for (int i = 0; i < 100_000; i++) {
            renamed(BUSY, "b");
        }
        renamed(QUIET, "last");

        assertThat(events.of(QUIET)).hasSize(2);
        assertThat(events.of(QUIET).getFirst()).contains("first");
        assertThat(events.of(QUIET).getLast()).contains("last");
    }

    @Test
    void theNewestStayInTheirOrder() {
        for (int made = 1; made <= 5 * KEPT_OF_EACH; made++) {
            renamed(BUSY, "number-" + made + ".");
            assertThat(events.of(BUSY)).hasSize(Math.min(made, KEPT_OF_EACH));
            assertThat(events.of(BUSY).getLast()).contains("number-" + made + ".");
        }
        assertThat(events.of(BUSY).getFirst()).contains("number-" + (4 * KEPT_OF_EACH + 1) + ".");
    }

    @Test
    void whatHasDoneNothingForTheLongestTimeIsForgotten() {
        renamed(QUIET, "early");
        renamed(BUSY, "early");
        for (int i = 1; i < CONTAINERS; i++) {
            renamed(BUSY, "again");
            renamed(Container.pending("other-" + i), "late");
        }

        assertThat(events.of(QUIET)).isEmpty();
        assertThat(events.of(BUSY)).isNotEmpty();
    }

    @Test
    void theEndsOfProcessesAreNotKept() {
        events.add(new ProcessExited(context(QUIET), 0));

        assertThat(events.of(QUIET)).isEmpty();
    }

    private void renamed(Container container, String to) {
        events.add(new TaskRenamed(context(container), "before", to));
    }

    private static EventContext context(Container container) {
        return new EventContext(1, 1, ProcessInfo.NONE, container, LifePhase.RUNNING, Set.of(), Origin.LIVE, 1);
    }
}

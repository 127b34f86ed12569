package dev.vedette.sensor.identity;

import static dev.vedette.sensor.identity.Enriching.HOST_GROUP;
import static dev.vedette.sensor.identity.Enriching.RUNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.sensor.identity.Records.Task;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The making of a group was lost on its way. */
class MissedGroupTest {
    private static final String A = "a".repeat(64);
    private static final long GROUP = 11;
    private static final Task INIT = Task.of(100);

    private final Enriching node = new Enriching();
    private final Records records = node.records;

    MissedGroupTest() {
        node.runtimeSays(A);
    }

    @Test
    void groupIsLookedForOnTheNodeAndTheFirstProgramHasItsContainer() {
        node.node.cgroup(HOST_GROUP, 0, "/").cgroup(GROUP, HOST_GROUP, "/kubepods/" + A);

        node.accept(records.fork(RUNC, HOST_GROUP, INIT), records.exec(INIT, GROUP, Records.OF_CONTAINER, "/bin/sh"));

        assertThat(node.lastExec().container().id()).isEqualTo(A);
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(node.lastExec().session()).isEqualTo(Session.MAIN);
        assertThat(node.last(IsolationObserved.class).source()).isEqualTo(IsolationObserved.Source.KERNEL);
    }

    @Test
    void groupThatIsNowhereIsTheNodesAndIsNotLookedForAgain() {
        node.accept(records.exec(INIT, 99, Records.OF_HOST, "/bin/date"));
        node.passes(Duration.ofSeconds(1));
        node.accept(records.exec(INIT, 99, Records.OF_HOST, "/bin/date"));

        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);
        assertThat(node.metrics.scrape()).contains("vedette_identity_group_lookups_total 1.0");
    }
}

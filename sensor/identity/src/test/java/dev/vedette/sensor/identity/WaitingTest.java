package dev.vedette.sensor.identity;

import static dev.vedette.sensor.identity.Enriching.HOST_GROUP;
import static dev.vedette.sensor.identity.Enriching.RUNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.sensor.identity.Records.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events of a container whose runtime has not spoken yet. */
class WaitingTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final long GROUP_A = 11;
    private static final long GROUP_B = 12;
    private static final Task INIT = Task.of(100);
    private static final Task OTHER = Task.of(200);

    private final Enriching node = new Enriching();
    private final Records records = node.records;

    private void open(Task task, long group, String path) {
        node.accept(records.open(task, group, Records.file(path, 1, path.hashCode()), 0));
    }

    private List<Event> ofContainers() {
        return node.all(Event.class).stream()
                .filter(event -> !event.container().onHost())
                .toList();
    }

    @Test
    void eventsWaitForTheRuntimeAndGoOutInOrderWithTheRightName() {
        node.start(GROUP_A, "/kubepods/" + A, INIT);
        open(INIT, GROUP_A, "/etc/one");
        open(INIT, GROUP_A, "/etc/two");
        node.passes(Duration.ofMillis(499));
        assertThat(ofContainers()).isEmpty();

        node.runtimeSays(A);

        assertThat(ofContainers()).allMatch(event -> event.container().name().equals("web"));
        assertThat(ofContainers().getFirst()).isInstanceOf(ProcessExecuted.class);
        assertThat(node.all(FileOpened.class))
                .extracting(opened -> opened.file().path())
                .containsExactly("/etc/one", "/etc/two");
    }

    @Test
    void afterTheBoundTheyGoOutAsPendingAndLaterOnesDoNotWaitAgain() {
        node.start(GROUP_A, "/kubepods/" + A, INIT);

        node.passes(Duration.ofMillis(500));
        assertThat(ofContainers())
                .isNotEmpty()
                .allMatch(event -> event.container().identity() == Container.Identity.PENDING)
                .allMatch(event -> event.container().id().equals(A));

        open(INIT, GROUP_A, "/etc/late");
        assertThat(node.last(FileOpened.class).container().identity()).isEqualTo(Container.Identity.PENDING);
        assertThat(node.metrics.scrape())
                .contains("vedette_identity_pending_events_total{reason=\"time\",}")
                .contains("vedette_identity_pending_events_total{reason=\"unnamed\",} 1.0");
    }

    @Test
    void aRuntimeThatSpeaksLateNamesWhatComesAfter() {
        node.start(GROUP_A, "/kubepods/" + A, INIT);
        node.passes(Duration.ofSeconds(1));

        node.runtimeSays(A);
        open(INIT, GROUP_A, "/etc/after");

        assertThat(node.last(FileOpened.class).container().identity()).isEqualTo(Container.Identity.KNOWN);
    }

    @Test
    void oneContainerDoesNotHoldUpAnotherNorTheNode() {
        node.runtimeSays(B);
        node.start(GROUP_A, "/kubepods/" + A, INIT);
        node.start(GROUP_B, "/kubepods/" + B, OTHER);
        node.accept(records.exec(RUNC, HOST_GROUP, Records.OF_HOST, "/bin/date"));

        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);
        assertThat(ofContainers())
                .isNotEmpty()
                .allMatch(event -> event.container().id().equals(B));
    }

    @Test
    void beyondTheBoundTheLongestWaitingContainerGoesOutUnnamedAndNothingIsLost() {
        Enriching tight = new Enriching(new FakeNode(), new IdentitySettings(Duration.ofSeconds(60), 5, 100, 10));
        tight.start(GROUP_A, "/kubepods/" + A, INIT);
        for (int i = 0; i < 20; i++) {
            tight.accept(tight.records.open(INIT, GROUP_A, Records.file("/f" + i, 1, i), 0));
        }
        tight.enricher.flush(tight.facts::add);

        assertThat(tight.all(FileOpened.class)).hasSize(20);
        assertThat(tight.all(FileOpened.class))
                .extracting(opened -> opened.file().path())
                .startsWith("/f0", "/f1", "/f2");
    }

    @Test
    void nothingWaitsWhereNoRuntimeIsAsked() {
        Enriching alone = new Enriching(new FakeNode(), new IdentitySettings(Duration.ZERO, 5, 100, 10));

        alone.start(GROUP_A, "/kubepods/" + A, INIT);

        assertThat(alone.lastExec().container()).isEqualTo(Container.pending(A));
    }

    @Test
    void runtimesWordIsAFactOnceAndKernelsViewCarriesIt() {
        node.start(GROUP_A, "/kubepods/" + A, INIT);
        node.runtimeSays(A);
        node.runtimeSays(A);

        List<IsolationObserved> observed = node.all(IsolationObserved.class);
        assertThat(observed)
                .extracting(IsolationObserved::source)
                .containsExactly(IsolationObserved.Source.RUNTIME, IsolationObserved.Source.KERNEL);
        assertThat(observed.getLast().runtimeSpec())
                .isEqualTo(observed.getFirst().isolation());
        assertThat(observed.getLast().container().name()).isEqualTo("web");
        assertThat(observed.getLast().process().pid()).isEqualTo(INIT.pid());
    }
}

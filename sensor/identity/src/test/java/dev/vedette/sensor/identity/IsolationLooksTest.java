package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.sensor.identity.Records.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A node whose files are slow to read holds up nobody: here they are read when the test says so. */
class IsolationLooksTest {
    private static final long GROUP = 11;
    private static final String CONTAINER = "ab".repeat(32);
    private static final Task INIT = Task.of(100);

    private final FakeNode there = new FakeNode();
    private final Queue<Runnable> looks = new ArrayDeque<>();
    private final Enriching node =
            new Enriching(there, new IdentitySettings(Duration.ofMillis(500), 100, 1000, 100), looks::add);

    private void start() {
        there.mounts(INIT.pid(), "30 1 0:77 / / ro - overlay overlay rw");
        node.runtimeSays(CONTAINER);
        node.start(GROUP, "/kubepods/" + CONTAINER, INIT);
    }

    @Test
    void programsAreToldBeforeWhatIsReadOfTheirContainers() {
        start();
        node.accept(node.records.exec(INIT, GROUP, Records.OF_CONTAINER, "/bin/next"));
        assertThat(node.lastExec().executable().path()).isEqualTo("/bin/next");
        assertThat(ofKernel()).isZero();
        assertThat(node.enricher.isWaiting()).isTrue();

        looks.remove().run();
        assertThat(ofKernel()).as("given out by the pipeline's thread alone").isZero();
        node.passes(Duration.ofMillis(1));

        IsolationObserved seen = node.last(IsolationObserved.class);
        assertThat(seen.isolation().readOnlyRoot()).isTrue();
        assertThat(seen.container().id()).isEqualTo(CONTAINER);
        assertThat(seen.process().executable().path()).isEqualTo("/bin/sh");
        assertThat(node.enricher.isWaiting()).isFalse();
    }

    @Test
    void processThatEndsBeforeItIsLookedAtShowsNoMasks() {
        start();
        there.endsMounts(INIT.pid());
        looks.remove().run();
        node.passes(Duration.ofMillis(1));

        assertThat(node.all(ProcessExecuted.class)).isNotEmpty();
        assertThat(node.last(IsolationObserved.class).isolation().detail().known())
                .isFalse();
    }

    @Test
    void whatALaterProcessOfItsNumberShowsIsNotTheContainers() {
        start();
        there.process(INIT.pid(), 1, 77_000_000_000L, "later", "/bin/later", FakeNode.HOST, 1);
        looks.remove().run();
        node.passes(Duration.ofMillis(1));

        IsolationObserved seen = node.last(IsolationObserved.class);
        assertThat(seen.isolation().readOnlyRoot()).isFalse();
        assertThat(seen.isolation().detail().known()).isFalse();
    }

    private long ofKernel() {
        return node.all(IsolationObserved.class).stream()
                .filter(observed -> observed.source() == IsolationObserved.Source.KERNEL)
                .count();
    }
}

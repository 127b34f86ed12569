package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.policy.engine.RepeatFilter;
import dev.vedette.policy.engine.ToldFindings;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.outputs.Output;
import dev.vedette.sensor.outputs.OutputQueue;
import dev.vedette.sensor.outputs.console.Command;
import dev.vedette.sensor.response.Responder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people at the console take the same response back, on a control group of the test's own; needs root. */
class UndoTwiceTest {
    private static final Path UNIFIED = Path.of("/sys/fs/cgroup/unified");

    private final String id = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    private final Path group = (Files.isDirectory(UNIFIED) ? UNIFIED : UNIFIED.getParent()).resolve(id);
    private final Metrics metrics = new Metrics();
    private final Kept console = new Kept();
    private Process process;

    @BeforeEach
    void startProcess() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "control groups need root");
        Files.createDirectory(group);
        process = new ProcessBuilder("sleep", "1000").start();
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(process.pid()));
    }

    @AfterEach
    void putBack() throws Exception {
        if (process != null) {
            assertThat(process.destroyForcibly().waitFor(2, TimeUnit.MINUTES)).isTrue();
            for (int i = 0; i < 12_000 && !group.toFile().delete(); i++) {
                Thread.sleep(10); // the kernel counts the process for a moment still
            }
        }
    }

    @Test
    void theSecondOneIsAnsweredToo() throws Exception {
        Responder responder = DryRunsToldTest.withoutRuntimes(metrics);
        ResponseOutcome paused = responder.act(ResponseAction.PAUSE, container(), null, "ann");
        assertThat(paused.status()).as(paused.detail()).isEqualTo(Status.VERIFIED);

        try (FindingDesk desk = desk(responder)) {
            LocalControl control = new LocalControl(
                    null, null, responder, desk, new FindingJson(), null, Optional.empty(), Optional.empty());
            control.respond(undo(paused.id(), "ann"));
            control.respond(undo(paused.id(), "bob"));
            for (int i = 0; i < 12_000 && console.outcomes.size() < 2; i++) {
                Thread.sleep(10);
            }
        }

        assertThat(console.outcomes)
                .extracting(ResponseOutcome::requestedBy, ResponseOutcome::status)
                .containsExactly(Tuple.tuple("ann", Status.VERIFIED), Tuple.tuple("bob", Status.REFUSED));
        assertThat(console.outcomes.getLast().detail()).contains(paused.id(), "does not last any more");
    }

    private Container container() {
        return new Container(
                id,
                "main",
                "",
                "",
                "containerd",
                new Container.Pod("shop", "p", "u", "w", Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }

    private Command undo(String response, String person) {
        return new Command(
                "c-" + person,
                ResponseAction.UNDO,
                id,
                Optional.empty(),
                "",
                person,
                ResponseOptions.NONE,
                false,
                response,
                "");
    }

    private FindingDesk desk(Responder responder) {
        var lost = metrics.counter("lost", "Lost.", "output", "reason");
        var delivered = metrics.counter("delivered", "Delivered.", "output");
        return new FindingDesk(
                new RepeatFilter(Duration.ofMinutes(1), 16, System::nanoTime, ToldFindings.NOWHERE),
                List.of(new OutputQueue(console, lost, delivered)),
                new RecentFindings(new FindingJson()),
                responder,
                metrics);
    }

    private static final class Kept implements Output {
        private final List<ResponseOutcome> outcomes = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "kept";
        }

        @Override
        public void finding(Finding finding) {
            throw new AssertionError("nothing was found");
        }

        @Override
        public void outcome(ResponseOutcome outcome) {
            outcomes.add(outcome);
        }

        @Override
        public void close() {}
    }
}

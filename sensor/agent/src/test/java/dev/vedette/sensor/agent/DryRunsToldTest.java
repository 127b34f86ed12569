package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.RepeatFilter;
import dev.vedette.policy.engine.ToldFindings;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.outputs.Output;
import dev.vedette.sensor.outputs.OutputQueue;
import dev.vedette.sensor.response.CgroupFreezer;
import dev.vedette.sensor.response.Responder;
import dev.vedette.sensor.response.ResponseSettings;
import dev.vedette.sensor.response.SensorSelf;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who hears what a dry run has shown. */
@Timeout(30)
class DryRunsToldTest {
    private final Metrics metrics = new Metrics();
    private final Kept console = new Kept(true);
    private final Kept file = new Kept(false);

    @Test
    void onlyThoseOutputsWherePeopleAskForResponses() {
        try (FindingDesk desk = desk()) {
            desk.tell(LastingListTest.lasting("r-done", ""));
            desk.tell(LastingListTest.lasting("r-tried", ""), true);
            desk.respond(
                    LastingListTest.lasting("", "").container(), true, () -> LastingListTest.lasting("r-asked", ""));
        }
        assertThat(console.outcomes).containsExactly("r-done", "r-tried", "r-asked");
        assertThat(file.outcomes).containsExactly("r-done");
    }

    private FindingDesk desk() {
        var lost = metrics.counter("lost", "Lost.", "output", "reason");
        var delivered = metrics.counter("delivered", "Delivered.", "output");
        return new FindingDesk(
                new RepeatFilter(Duration.ofMinutes(1), 16, System::nanoTime, ToldFindings.NOWHERE),
                List.of(new OutputQueue(console, lost, delivered), new OutputQueue(file, lost, delivered)),
                new RecentFindings(new FindingJson()),
                withoutRuntimes(metrics),
                metrics);
    }

    static Responder withoutRuntimes(Metrics metrics) {
        return new Responder(
                "node-a",
                List.<ContainerRuntime>of(),
                CgroupFreezer.ofNode(),
                ResponseSettings.defaults(),
                SensorSelf.detect(),
                metrics,
                Clock.systemUTC());
    }

    private static final class Kept implements Output {
        private final List<String> outcomes = new CopyOnWriteArrayList<>();
        private final boolean asked;

        Kept(boolean asked) {
            this.asked = asked;
        }

        @Override
        public String name() {
            return "kept";
        }

        @Override
        public boolean hearsDryRuns() {
            return asked;
        }

        @Override
        public void finding(Finding finding) {
            throw new AssertionError("nothing was found");
        }

        @Override
        public void outcome(ResponseOutcome outcome) {
            outcomes.add(outcome.id());
        }

        @Override
        public void close() {}
    }
}

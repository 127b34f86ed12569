package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.RepeatFilter;
import dev.vedette.policy.engine.ToldFindings;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.outputs.Output;
import dev.vedette.sensor.outputs.OutputQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands is tried again where its answer failed or was not tried, and not where it came. Time is the test's own. */
@Timeout(300)
class StandingTriesTest {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    /** One that runs, and those that wait. */
    private static final int LANE = 1 + FindingDesk.WAITING_RESPONSES;

    private static final Duration BETWEEN_TRIES = WINDOW.dividedBy(10);

    private final AtomicLong now = new AtomicLong();
    private final Outcomes outcomes = new Outcomes();
    private final List<ToldFindings.Told> remembered = new CopyOnWriteArrayList<>();
    private Metrics metrics;

    @Test
    void oneThatNoRuntimeCouldStopIsTriedAgainLaterButNotAtOnce() throws Exception {
        RepeatFilter filter = filter();
        try (FindingDesk desk = desk(filter)) {
            desk.take(finding(stranger()), true);
            until(() -> outcomes.all.size() == 1);
            desk.take(finding(stranger()), true);
            assertThat(filter.heldBack()).isEqualTo(1);

            now.addAndGet(BETWEEN_TRIES.toNanos());
            until(() -> {
                desk.take(finding(stranger()), true);
                return outcomes.all.size() > 1;
            });
        }
        assertThat(outcomes.all).containsExactly(Status.FAILED, Status.FAILED);
        assertThat(remembered).isEmpty();
    }

    @Test
    void oneThatWasAnsweredIsNotTriedAgainAlsoAfterAStart() throws Exception {
        RepeatFilter filter = filter();
        try (FindingDesk desk = desk(filter)) {
            desk.take(finding(guarded()), true);
            until(() -> remembered.size() == 1 && !outcomes.all.isEmpty());
            now.addAndGet(BETWEEN_TRIES.toNanos());
            desk.take(finding(guarded()), true);
        }
        RepeatFilter next = filter();
        try (FindingDesk desk = desk(next)) {
            desk.take(finding(guarded()), true);
        }
        assertThat(filter.heldBack()).isEqualTo(1);
        assertThat(next.heldBack()).isEqualTo(1);
        assertThat(outcomes.all).containsExactly(Status.REFUSED);
    }

    @Test
    void oneForWhichThereWasNoRoomIsTriedAgain() throws Exception {
        RepeatFilter filter = filter();
        CountDownLatch go = new CountDownLatch(1);
        try (FindingDesk desk = desk(filter)) {
            while (dropped() < 1) {
                desk.respond(guarded(), () -> waited(go));
            }
            desk.take(finding(guarded()), true);
            assertThat(dropped()).isEqualTo(2);

            now.addAndGet(BETWEEN_TRIES.toNanos());
            go.countDown();
            until(() -> outcomes.all.size() == LANE);
            desk.take(finding(guarded()), true);
            until(() -> outcomes.all.size() > LANE);
        } finally {
            go.countDown();
        }
        assertThat(outcomes.all).containsOnlyOnce(Status.REFUSED);
    }

    private double dropped() {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("vedette_responses_dropped_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private static ResponseOutcome waited(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return LastingListTest.lasting("filling", "");
    }

    /** The time limit of the class ends it. */
    private static void until(BooleanSupplier seen) throws InterruptedException {
        while (!seen.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    private RepeatFilter filter() {
        return new RepeatFilter(WINDOW, 16, now::get, new ToldFindings() {
            @Override
            public List<Told> earlier() {
                return new ArrayList<>(remembered);
            }

            @Override
            public void told(Told one) {
                remembered.add(one);
            }
        });
    }

    private FindingDesk desk(RepeatFilter filter) {
        metrics = new Metrics();
        OutputQueue output = new OutputQueue(
                outcomes,
                metrics.counter("lost", "Lost.", "output", "reason"),
                metrics.counter("delivered", "Delivered.", "output"));
        return new FindingDesk(
                filter,
                List.of(output),
                new RecentFindings(new FindingJson()),
                DryRunsToldTest.withoutRuntimes(metrics),
                metrics);
    }

    /** No runtime has it. */
    private static Container stranger() {
        return container("web");
    }

    /** A guard rail forbids every answer, which is an answer. */
    private static Container guarded() {
        return container("kube-system");
    }

    private static Container container(String namespace) {
        return new Container(
                "c0ffee-" + namespace,
                "main",
                "",
                "",
                "",
                new Container.Pod(namespace, "pod-1", "uid-1", "pod-1", Map.of()),
                Set.<NamespaceKind>of(),
                1,
                Container.Identity.KNOWN);
    }

    private static Finding finding(Container container) {
        return new Finding(
                "id-" + container.id(),
                "VDT-1001",
                "Privileged container",
                Severity.HIGH,
                List.of(),
                "It is privileged.",
                "node-a",
                container,
                null,
                Place.NONE,
                Map.of(),
                new Verdict(ResponseAction.STOP, true, "house", "", ""),
                Origin.LIVE,
                1,
                1);
    }

    private static final class Outcomes implements Output {
        private final List<Status> all = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "outcomes";
        }

        @Override
        public void finding(Finding finding) {}

        @Override
        public void outcome(ResponseOutcome outcome) {
            all.add(outcome.status());
        }

        @Override
        public void close() {}
    }
}

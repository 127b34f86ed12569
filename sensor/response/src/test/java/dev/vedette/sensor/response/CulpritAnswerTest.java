package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import dev.vedette.sensor.demo.runtime.RunningPod;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.response.Harms.Sight;
import dev.vedette.sensor.response.Harms.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Answers to culprits, real containers of a real containerd; needs root. */
class CulpritAnswerTest extends VictimOfContainerd {
    private static final ResponseOptions HALF_A_CPU = ResponseOptions.of(Map.of("target", "culprit", "cpu", "500m"));

    @Test
    void throttlesTheCulpritAndNotItsVictimForATimeAndSaysWhenThatHasNotHelped() {
        Container victim = Targets.container("f".repeat(64), "shop");
        Responder responder = responder(State.HARMED);
        Finding harm = harm(victim, target);
        assertThat(responder.holdsCulprit(harm)).isFalse();

        ResponseOutcome throttled = responder.respond(harm);
        assertThat(responder.holdsCulprit(harm)).isTrue();
        assertThat(responder.holdsCulprit(harm(target, victim)))
                .as("whose culprit is another")
                .isFalse();
        var unused = responder.lookAgain();

        assertThat(throttled.status()).as(throttled.detail()).isEqualTo(Status.VERIFIED);
        assertThat(throttled.container().id()).isEqualTo(container.id());
        assertThat(throttled.trail().untilEpochNanos() - throttled.epochNanos())
                .isBetween(
                        Duration.ofMinutes(9).toNanos(), Duration.ofMinutes(10).toNanos());
        assertThat(responder.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.container().id()).isEqualTo(container.id());
            assertThat(trouble.why()).contains("has not recovered");
        });

        ResponseOutcome undone = responder.undo(throttled.id(), PERSON);
        assertThat(undone.detail()).contains("as they were before").contains("is not known");
        assertThat(responder.holdsCulprit(harm)).as("is answered anew").isFalse();
    }

    @Test
    void answersNoMoreThanAFewCulpritsAtOnce() {
        Responder responder = responder(State.WELL);
        try (var others = new Others()) {
            Container victim = Targets.container("f".repeat(64), "shop");
            for (Container other : others.three()) {
                assertThat(responder.respond(harm(victim, other)).status()).isEqualTo(Status.VERIFIED);
            }

            ResponseOutcome fourth = responder.respond(harm(victim, target));

            assertThat(fourth.status()).isEqualTo(Status.REFUSED);
            assertThat(fourth.detail()).contains("already 3 culprits");
        }
    }

    @Test
    void leavesAProtectedCulpritAlone() {
        ResponseOutcome outcome = responder(State.WELL)
                .respond(harm(
                        Targets.container("f".repeat(64), "shop"), Targets.container(container.id(), "kube-system")));

        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
    }

    /** Three further containers. */
    private static final class Others implements AutoCloseable {
        private final RunningPod pod = containerd.pods().pod("shop", "others").run();

        List<Container> three() {
            return Stream.of("a", "b", "c")
                    .map(name -> pod.container(name).command("sleep", "1000").run())
                    .map(container -> Targets.container(container.id(), "shop"))
                    .toList();
        }

        @Override
        public void close() {
            pod.close();
        }
    }

    /** Every window is far later than any answer. */
    private static Responder responder(State state) {
        return new Responder(
                "node-1",
                List.of(containerd.client()),
                FREEZER,
                ResponseSettings.defaults(),
                self(),
                new Surroundings(
                        Optional.empty(),
                        Denials.NONE,
                        Optional.empty(),
                        any -> List.of(),
                        Descent.UNKNOWN,
                        victim -> new Sight(Long.MAX_VALUE, state, "waited 900 ms of 5 s")),
                new Metrics(),
                Clock.systemUTC());
    }

    private static Finding harm(Container victim, Container culprit) {
        return new Finding(
                "f-1",
                "VDT-4001",
                "title",
                Severity.MEDIUM,
                List.of(),
                "message",
                "node-1",
                victim,
                null,
                culprit,
                Place.NONE,
                Map.of(),
                new Verdict(ResponseAction.THROTTLE, true, "p", Mode.ENFORCE.label(), "", HALF_A_CPU),
                Origin.LIVE,
                0,
                0);
    }
}

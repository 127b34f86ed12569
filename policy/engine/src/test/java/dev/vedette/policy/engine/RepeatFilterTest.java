package dev.vedette.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatFilterTest {
    private static final Verdict PAUSE = new Verdict(ResponseAction.PAUSE, true, "p", "", "");

    private final Memory memory = new Memory();
    private long now;
    private RepeatFilter filter = started();

    private static final class Memory implements ToldFindings {
        private final List<Told> all = new ArrayList<>();

        @Override
        public List<Told> earlier() {
            return List.copyOf(all);
        }

        @Override
        public void told(Told one) {
            all.add(one);
        }
    }

    private RepeatFilter started() {
        return new RepeatFilter(Duration.ofSeconds(60), 3, () -> now, memory);
    }

    private Optional<Finding> pass(String id, long second) {
        return pass(finding(id, Verdict.DEFAULT, Container.HOST), second, false);
    }

    private Optional<Finding> pass(Finding finding, long second, boolean standing) {
        now = Duration.ofSeconds(second).toNanos();
        return filter.pass(finding, standing, finding.verdict().enforced());
    }

    @Test
    void sendsTheFirstAndHoldsRepeatsBackWithinTheWindow() {
        assertThat(pass("a", 0)).isPresent();
        assertThat(pass("a", 59)).isEmpty();
        assertThat(pass("b", 59)).isPresent();
        assertThat(filter.heldBack()).isEqualTo(1);
    }

    @Test
    void saysHowManyWereHeldBackWhenTheWindowIsOver() {
        pass("a", 0);
        pass("a", 10);
        pass("a", 20);

        assertThat(pass("a", 60))
                .hasValueSatisfying(f ->
                        assertThat(f.evidence()).containsEntry("seen", "x").containsEntry(RepeatFilter.REPEATED, "2"));
        assertThat(pass("a", 61)).isEmpty();
        assertThat(pass("a", 200))
                .hasValueSatisfying(f -> assertThat(f.evidence()).containsEntry(RepeatFilter.REPEATED, "1"));
        assertThat(pass("a", 300))
                .hasValueSatisfying(f -> assertThat(f.evidence()).doesNotContainKey(RepeatFilter.REPEATED));
    }

    private static Container replica(String id) {
        return new Container(
                id,
                "main",
                "web:1",
                "",
                "containerd",
                new Container.Pod("shop", "web-" + id, "uid-" + id, "web", Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }

    @Test
    void replicasOfAWorkloadHaveOneFindingTogetherThatSaysHowOftenItWasSo() {
        assertThat(pass(finding("a", Verdict.DEFAULT, replica("1")), 0, false)).isPresent();
        assertThat(pass(finding("b", Verdict.DEFAULT, replica("2")), 10, false)).isEmpty();
        assertThat(pass(finding("c", Verdict.DEFAULT, replica("3")), 20, false)).isEmpty();

        assertThat(pass(finding("d", Verdict.DEFAULT, replica("4")), 70, false))
                .hasValueSatisfying(f -> assertThat(f.evidence()).containsEntry(RepeatFilter.REPEATED, "2"));
    }

    @Test
    void aGraverOneIsNoRepeatAndAMilderOneIs() {
        assertThat(pass(finding("a", Severity.LOW, Verdict.DEFAULT, Container.HOST), 0, false))
                .isPresent();
        assertThat(pass(finding("a", Severity.HIGH, Verdict.DEFAULT, Container.HOST), 1, false))
                .isPresent();
        assertThat(pass(finding("a", Severity.LOW, Verdict.DEFAULT, Container.HOST), 2, false))
                .isEmpty();
    }

    @Test
    void whatOneContainerDoesTwiceIsNoRepeatOfAReplica() {
        assertThat(pass(finding("a", Verdict.DEFAULT, replica("1")), 0, false)).isPresent();
        assertThat(pass(finding("b", Verdict.DEFAULT, replica("1")), 1, false)).isPresent();
    }

    @Test
    void anAttackOnEachReplicaIsToldAndHowTheyStandOnce() {
        assertThat(pass(high("a", replica("1")), 0, false)).isPresent();
        assertThat(pass(high("b", replica("2")), 1, false)).isPresent();
        assertThat(pass(high("c", replica("3")), 2, true)).isPresent();
        assertThat(pass(high("d", replica("4")), 3, true)).isEmpty();
    }

    @Test
    void eachReplicaIsAnswered() {
        assertThat(pass(finding("a", PAUSE, replica("1")), 0, false)).isPresent();
        assertThat(pass(finding("b", PAUSE, replica("2")), 1, false)).isPresent();
    }

    @Test
    void sendsMoreRatherThanLessWhenItCannotRememberAll() {
        for (String id : List.of("a", "b", "c", "d")) {
            assertThat(pass(id, 0)).isPresent();
        }

        assertThat(pass("a", 1)).isPresent();
        assertThat(pass("d", 1)).isEmpty();
    }

    @Test
    void neverHoldsBackWhatCallsForMoreThanAnAlert() {
        Verdict kill = new Verdict(ResponseAction.KILL_PROCESS, true, "p", "", "");

        assertThat(pass(finding("a", kill, Container.HOST), 0, false)).isPresent();
        assertThat(pass(finding("a", kill, Container.HOST), 1, false)).isPresent();
    }

    @Test
    void sendsAgainWhenThePoliciesChangeTheirMind() {
        Verdict audit = new Verdict(ResponseAction.PAUSE, false, "p", "", "");

        assertThat(pass("a", 0)).isPresent();
        assertThat(pass(finding("a", audit, Container.HOST), 1, false)).isPresent();
        assertThat(pass(finding("a", audit, Container.HOST), 2, false)).isEmpty();
    }

    @Test
    void whatWasToldBeforeAStartIsHeldBackForTheRestOfItsWindow() {
        assertThat(pass("a", 0)).isPresent();
        filter = started();

        assertThat(pass("a", 59)).isEmpty();
        assertThat(pass("a", 60)).isPresent();
    }

    @Test
    void howThingsStandIsNotToldAgainByASensorThatIsStartedAgain() {
        assertThat(pass(finding("a", Verdict.DEFAULT, Container.HOST), 0, true)).isPresent();
        now = Duration.ofHours(5).toNanos();
        filter = started();

        assertThat(pass(finding("a", Verdict.DEFAULT, Container.HOST), 18_010, true))
                .isEmpty();
    }

    @Test
    void howThingsStandIsAnsweredOnceAlsoOverAStart() {
        Finding first = finding("a", PAUSE, Container.HOST);
        assertThat(pass(first, 0, true)).isPresent();
        assertThat(pass(finding("a", PAUSE, Container.HOST), 1, true)).isEmpty();
        filter.answered(first);
        now = Duration.ofHours(5).toNanos();
        filter = started();

        assertThat(pass(finding("a", PAUSE, Container.HOST), 18_010, true)).isEmpty();
        assertThat(pass(finding("b", PAUSE, Container.HOST), 18_010, true)).isPresent();
    }

    @Test
    void whatStandsAndWasNotAnsweredGoesOutAgain() {
        Finding first = finding("a", PAUSE, Container.HOST);
        assertThat(pass(first, 0, true)).isPresent();
        filter.unanswered(first);

        assertThat(pass(finding("a", PAUSE, Container.HOST), 6, true)).isPresent();
        assertThat(pass(finding("a", PAUSE, Container.HOST), 13, true)).isEmpty();
    }

    @Test
    void whatCannotBeAnsweredIsTriedAFewTimesInAWindowAndNotAtEveryLook() {
        int tried = 0;
        for (int second = 0; second < 60; second++) {
            Finding again = finding("a", PAUSE, Container.HOST);
            if (pass(again, second, true).isPresent()) {
                tried++;
                filter.unanswered(again);
            }
        }

        assertThat(tried).isEqualTo(10);
        assertThat(memory.all).isEmpty();
    }

    @Test
    void whatStoodWhenTheSensorEndedBeforeItsAnswerGoesOutAfterTheStart() {
        assertThat(pass(finding("a", PAUSE, Container.HOST), 0, true)).isPresent();
        filter = started();

        assertThat(pass(finding("a", PAUSE, Container.HOST), 1, true)).isPresent();
    }

    @Test
    void anAnswerToAnotherFormOfItChangesNothing() {
        Finding before = finding("a", PAUSE, Container.HOST);
        Finding now = finding("a", new Verdict(ResponseAction.PAUSE, true, "other", "", ""), Container.HOST);
        pass(before, 0, true);
        pass(now, 1, true);
        filter.unanswered(before);
        filter.answered(before);

        assertThat(pass(now, 2, true)).isEmpty();
        assertThat(memory.all).isEmpty();
    }

    @Test
    void eachProcessThatStandsOutIsKilledButNotThoseOfBeforeAStart() {
        Verdict kill = new Verdict(ResponseAction.KILL_PROCESS, true, "p", "", "");
        assertThat(pass(finding("a", kill, Container.HOST), 0, true)).isPresent();
        assertThat(pass(finding("a", kill, Container.HOST), 1, true)).isPresent();
        filter.answered(finding("a", kill, Container.HOST));
        filter = started();

        assertThat(pass(finding("a", kill, Container.HOST), 2, true)).isEmpty();
    }

    @Test
    void tellsAgainOnceTheContainerIsNamed() {
        Container named =
                new Container("c", "web", "i", "", "r", Container.Pod.NONE, Set.of(), 0, Container.Identity.KNOWN);

        assertThat(pass(finding("a", Verdict.DEFAULT, Container.pending("c")), 0, false))
                .isPresent();
        assertThat(pass(finding("a", Verdict.DEFAULT, named), 1, false)).isPresent();
        assertThat(pass(finding("a", Verdict.DEFAULT, named), 2, false)).isEmpty();
    }

    private static Finding high(String id, Container container) {
        return finding(id, Severity.HIGH, Verdict.DEFAULT, container);
    }

    private static Finding finding(String id, Verdict verdict, Container container) {
        return finding(id, Severity.LOW, verdict, container);
    }

    private static Finding finding(String id, Severity severity, Verdict verdict, Container container) {
        return new Finding(
                id,
                "VDT-1",
                "title",
                severity,
                List.of(),
                "message",
                "node",
                container,
                null,
                Place.NONE,
                Map.of("seen", "x"),
                verdict,
                Origin.LIVE,
                0,
                // The time of day is set back and forth; it must not matter.
                -Math.floorMod(id.hashCode(), 1000));
    }
}

package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimedJudgesTest {
    private static final AdmissionAnswer DENIED = AdmissionAnswer.denied("no");

    private final CountDownLatch released = new CountDownLatch(1);
    private final TimedJudges judges = new TimedJudges();

    @AfterEach
    void release() {
        released.countDown();
        judges.close();
    }

    @Test
    void givesBothAnswersTogether() {
        AdmissionAnswer answer = judges.both(
                () -> AdmissionAnswer.ALLOWED.withWarnings(List.of("first")),
                () -> DENIED.withWarnings(List.of("second")),
                later());

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).isEqualTo("no");
        assertThat(answer.warnings()).containsExactly("first", "second");
        assertThat(answer.unjudged()).isEmpty();
    }

    @Test
    void whatOneSaysHoldsWhileTheOtherRunsOn() {
        AdmissionAnswer whileRulesRunOn = judges.both(() -> DENIED, this::runOn, soon());

        assertThat(whileRulesRunOn.allowed()).isFalse();
        assertThat(whileRulesRunOn.unjudged()).containsExactly("the rules did not judge it in time");
    }

    @Test
    void rulesDenyWhileTheApiServerDoesNotAnswer() {
        AdmissionAnswer answer = judges.both(this::runOn, () -> DENIED, soon());

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.unjudged()).containsExactly("the Pod Security Standards did not judge it in time");
    }

    @Test
    void oneThatFailsIsUnjudged() {
        AdmissionAnswer answer = judges.both(
                () -> {
                    throw new IllegalStateException("broken");
                },
                () -> AdmissionAnswer.ALLOWED,
                later());

        assertThat(answer.unjudged()).containsExactly("the Pod Security Standards failed on it");
    }

    @Test
    void rulesThatRunOnKeepOthersFromBeingJudgedAndNotFromBeingAnswered() {
        judges.both(() -> AdmissionAnswer.ALLOWED, this::runOn, soon());

        for (int i = 0; i < 400; i++) {
            assertThat(judges.both(() -> AdmissionAnswer.ALLOWED, () -> DENIED, Deadline.in(Duration.ZERO))
                            .unjudged())
                    .isNotEmpty();
        }
        released.countDown();
        assertThat(onceTheyAreThrough().allowed()).isFalse();
    }

    /** What was given up is still to be taken out of the way. */
    private AdmissionAnswer onceTheyAreThrough() {
        Deadline end = later();
        AdmissionAnswer answer = judges.both(() -> AdmissionAnswer.ALLOWED, () -> DENIED, later());
        while (!answer.unjudged().isEmpty() && !end.hasPassed()) {
            Thread.onSpinWait();
            answer = judges.both(() -> AdmissionAnswer.ALLOWED, () -> DENIED, later());
        }
        return answer;
    }

    @Test
    void whatCouldNotBeJudgedIsRefusedOnlyWhereThatIsWanted() {
        AdmissionAnswer unjudged = AdmissionAnswer.unjudged("too late");

        assertThat(unjudged.settled(true).allowed()).isFalse();
        assertThat(unjudged.settled(true).message()).contains("too late");
        assertThat(unjudged.settled(false).allowed()).isTrue();
        assertThat(unjudged.settled(false).warnings())
                .singleElement()
                .asString()
                .contains("too late");
        assertThat(unjudged.settled(false).audit()).containsEntry("unjudged", "too late");
    }

    /** As rules do that nobody interrupts. */
    private AdmissionAnswer runOn() throws InterruptedException {
        released.await();
        return AdmissionAnswer.ALLOWED;
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMillis(200));
    }

    private static Deadline later() {
        return Deadline.in(Duration.ofSeconds(20));
    }
}

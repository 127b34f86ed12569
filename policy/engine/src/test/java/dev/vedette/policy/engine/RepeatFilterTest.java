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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatFilterTest {
    private final RepeatFilter filter = new RepeatFilter(Duration.ofSeconds(60), 3);

    @Test
    void sendsTheFirstAndHoldsRepeatsBackWithinTheWindow() {
        assertThat(filter.pass(finding("a", 0))).isPresent();
        assertThat(filter.pass(finding("a", 59))).isEmpty();
        assertThat(filter.pass(finding("b", 59))).isPresent();
        assertThat(filter.heldBack()).isEqualTo(1);
    }

    @Test
    void saysHowManyWereHeldBackWhenTheWindowIsOver() {
        filter.pass(finding("a", 0));
        filter.pass(finding("a", 10));
        filter.pass(finding("a", 20));

        assertThat(filter.pass(finding("a", 60)))
                .hasValueSatisfying(f ->
                        assertThat(f.evidence()).containsEntry("seen", "x").containsEntry(RepeatFilter.REPEATED, "2"));
        assertThat(filter.pass(finding("a", 61))).isEmpty();
        assertThat(filter.pass(finding("a", 200)))
                .hasValueSatisfying(f -> assertThat(f.evidence()).containsEntry(RepeatFilter.REPEATED, "1"));
        assertThat(filter.pass(finding("a", 300)))
                .hasValueSatisfying(f -> assertThat(f.evidence()).doesNotContainKey(RepeatFilter.REPEATED));
    }

    @Test
    void sendsMoreRatherThanLessWhenItCannotRememberAll() {
        for (String id : List.of("a", "b", "c", "d")) {
            assertThat(filter.pass(finding(id, 0))).isPresent();
        }

        assertThat(filter.pass(finding("a", 1))).isPresent();
        assertThat(filter.pass(finding("d", 1))).isEmpty();
    }

    @Test
    void neverHoldsBackWhatCallsForMoreThanAnAlert() {
        Verdict kill = new Verdict(ResponseAction.KILL_PROCESS, true, "p", "", "");

        assertThat(filter.pass(finding("a", 0, kill))).isPresent();
        assertThat(filter.pass(finding("a", 1, kill))).isPresent();
    }

    @Test
    void sendsAgainWhenThePoliciesChangeTheirMind() {
        Verdict audit = new Verdict(ResponseAction.PAUSE, false, "p", "", "");

        assertThat(filter.pass(finding("a", 0))).isPresent();
        assertThat(filter.pass(finding("a", 1, audit))).isPresent();
        assertThat(filter.pass(finding("a", 2, audit))).isEmpty();
    }

    private static Finding finding(String id, long second) {
        return finding(id, second, Verdict.DEFAULT);
    }

    private static Finding finding(String id, long second, Verdict verdict) {
        return new Finding(
                id,
                "VDT-1",
                "title",
                Severity.LOW,
                List.of(),
                "message",
                "node",
                Container.HOST,
                null,
                Place.NONE,
                Map.of("seen", "x"),
                verdict,
                Origin.LIVE,
                0,
                Duration.ofSeconds(second).toNanos());
    }
}

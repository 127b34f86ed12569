package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.BaselineDeviation;
import dev.vedette.policy.model.BaselineDeviation.Kind;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deviations from what was learned, each kind by its own rule. */
class NeverSeenTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Nested
    @RuleTest("VDT-5001")
    class Programs extends Deviations {
        Programs() {
            super("VDT-5001", Kind.PROCESS, Severity.MEDIUM);
        }
    }

    @Nested
    @RuleTest("VDT-5002")
    class Folders extends Deviations {
        Folders() {
            super("VDT-5002", Kind.FILE_AREA, Severity.LOW);
        }
    }

    @Nested
    @RuleTest("VDT-5003")
    class Peers extends Deviations {
        Peers() {
            super("VDT-5003", Kind.PEER, Severity.MEDIUM);
        }
    }

    private abstract static class Deviations {
        private final String rule;
        private final Kind kind;
        private final Severity severity;

        Deviations(String rule, Kind kind, Severity severity) {
            this.rule = rule;
            this.kind = kind;
            this.severity = severity;
        }

        @Test
        void saysWhatWasSeenAndWhatWasExpected() {
            Finding finding = JUDGE.only(rule, deviation("/usr/bin/id by nginx", "/usr/sbin/nginx by sh"));

            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.message()).contains("/usr/bin/id by nginx");
            assertThat(finding.evidence())
                    .containsEntry("nearest known", "/usr/sbin/nginx by sh")
                    .containsEntry("replicas learned from", "3");
        }

        @Test
        void tellsOneItemOnceAndAnotherApart() {
            String first = JUDGE.only(rule, deviation("a", "")).id();

            assertThat(JUDGE.only(rule, deviation("a", "")).id()).isEqualTo(first);
            assertThat(JUDGE.only(rule, deviation("b", "")).id()).isNotEqualTo(first);
        }

        @Test
        void leavesOtherKindsToOtherRules() {
            assertThat(JUDGE.judge(deviation("a", "")))
                    .extracting(Finding::ruleId)
                    .containsExactly(rule);
        }

        @Test
        void isSilentOnAProgramAsLongAsNoDeviationIsStated() {
            assertThat(JUDGE.judge(Events.by(Processes.of("/usr/bin/id")).executes()))
                    .isEmpty();
        }

        private BaselineDeviation deviation(String item, String nearest) {
            return new BaselineDeviation(
                    kind, Events.byServer().context(), item, nearest, 3, 500, Duration.ofHours(24));
        }
    }
}

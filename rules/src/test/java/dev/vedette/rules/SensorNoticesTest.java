package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.SensorNotice;
import dev.vedette.policy.model.SensorNotice.Kind;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorNoticesTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static SensorNotice notice(Kind kind, String subject, String why, Container container) {
        return new SensorNotice(kind, subject, why, 3, container, Events.EPOCH_NANOS);
    }

    @Nested
    @RuleTest("VDT-8004")
    class PolicyRefused {
        @Test
        void saysWhereAndWhy() {
            Finding finding = JUDGE.only(
                    "VDT-8004", notice(Kind.POLICY_REFUSED, "house.yaml:5", "'enforced' is not valid", Container.HOST));

            assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(finding.message()).contains("'enforced' is not valid");
            assertThat(finding.evidence()).containsEntry("document", "house.yaml:5");
        }

        @Test
        void isSilentOnAnOutputThatIsBehind() {
            assertThat(JUDGE.judge("VDT-8004", notice(Kind.OUTPUT_BEHIND, "kafka", "it failed", Container.HOST)))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-8005")
    class OutputBehind {
        @Test
        void saysWhichOutputAndHowMuch() {
            Finding finding = JUDGE.only("VDT-8005", notice(Kind.OUTPUT_BEHIND, "kafka", "it failed", Container.HOST));

            assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(finding.message()).contains("kafka", "3");
        }

        @Test
        void isSilentOnFindingsThatAnExceptionKeepsBack() {
            assertThat(JUDGE.judge(
                            "VDT-8005",
                            notice(Kind.FINDING_WITHHELD, "VDT-1001", "house: builds images", Containers.ordinary())))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-8009")
    class SeenInPart {
        @ParameterizedTest
        @CsvSource({
            "file_open__trace, PATH_TRUNCATED, MEDIUM",
            "file_open__trace, NO_FILE, LOW",
            "mount__trace, TEXT_TRUNCATED, LOW",
            "sched_process_exec__trace, PATH_TRUNCATED, MEDIUM"
        })
        void saysWhatCouldNotBeJudgedOfWhom(String where, String why, Severity severity) {
            Finding finding = JUDGE.only("VDT-8009", notice(Kind.SEEN_IN_PART, where, why, Containers.ordinary()));

            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.evidence()).containsEntry("where", where);
        }

        @Test
        void isSilentOnAnOutputThatIsBehind() {
            assertThat(JUDGE.judge("VDT-8009", notice(Kind.OUTPUT_BEHIND, "kafka", "it failed", Container.HOST)))
                    .isEmpty();
        }

        @Test
        void isSilentOnLongArguments() {
            assertThat(JUDGE.judge(notice(
                            Kind.SEEN_IN_PART, "sched_process_exec__trace", "TEXT_TRUNCATED", Containers.ordinary())))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-8010")
    class Withheld {
        @ParameterizedTest
        @CsvSource({
            "EXCEPTION_EXPIRED, LOW, has expired and keeps nothing back any more",
            "EXCEPTION_EXPIRING, INFO, ends within two weeks",
            "EXCEPTION_UNUSED, INFO, has kept nothing back on this node for 30 days"
        })
        void saysWhichExceptionIsToBeLookedAt(Kind kind, Severity severity, String words) {
            Finding finding = JUDGE.only("VDT-8010", notice(kind, "VDT-1*", "house: builds images", Container.HOST));

            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.message()).isEqualTo("The exception for VDT-1* " + words + ": house: builds images.");
        }

        @Test
        void saysWhichExceptionAndNeverMore() {
            Finding finding = JUDGE.only(
                    "VDT-8010",
                    notice(Kind.FINDING_WITHHELD, "VDT-1001", "house: builds images", Containers.ordinary()));

            assertThat(finding.severity()).isEqualTo(Severity.INFO);
            assertThat(finding.message()).contains("VDT-1001", "builds images");
            assertThat(JUDGE.judge("VDT-8010", notice(Kind.OUTPUT_BEHIND, "kafka", "it failed", Container.HOST)))
                    .isEmpty();
        }
    }
}

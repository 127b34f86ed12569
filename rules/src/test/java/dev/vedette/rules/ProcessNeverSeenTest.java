package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.BaselineDeviation;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-5001")
class ProcessNeverSeenTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void saysWhatWasSeenAndWhatWasExpected() {
        Finding finding = JUDGE.only("VDT-5001", deviation("/usr/bin/id by nginx", "/usr/sbin/nginx by sh"));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.message()).contains("/usr/bin/id by nginx");
        assertThat(finding.evidence())
                .containsEntry("nearest known", "/usr/sbin/nginx by sh")
                .containsEntry("replicas learned from", "3");
    }

    @Test
    void tellsOneItemOnceAndAnotherApart() {
        String first = JUDGE.only("VDT-5001", deviation("a", "")).id();

        assertThat(JUDGE.only("VDT-5001", deviation("a", "")).id()).isEqualTo(first);
        assertThat(JUDGE.only("VDT-5001", deviation("b", "")).id()).isNotEqualTo(first);
    }

    @Test
    void isSilentOnAProgramAsLongAsNoDeviationIsStated() {
        assertThat(JUDGE.judge(Events.by(Processes.of("/usr/bin/id")).executes()))
                .isEmpty();
    }

    private static BaselineDeviation deviation(String item, String nearest) {
        return new BaselineDeviation(
                BaselineDeviation.Kind.PROCESS,
                Events.byServer().context(),
                item,
                nearest,
                3,
                500,
                Duration.ofHours(24));
    }
}

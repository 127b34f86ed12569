package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ProbeMissing;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-8002")
class ProbeMissingTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void saysWhichProbeAndWhy() {
        Finding finding = JUDGE.only("VDT-8002", missing("sched_process_exec", "the kernel refused it"));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message()).contains("sched_process_exec", "the kernel refused it");
    }

    @Test
    void isOnlyInfoWhereTheKernelHasNoSuchHook() {
        ProbeMissing absent = new ProbeMissing("sys_exit_init_module", "no hook", true, Events.EPOCH_NANOS);

        assertThat(JUDGE.only("VDT-8002", absent).severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void tellsEachProbeOnce() {
        assertThat(JUDGE.only("VDT-8002", missing("a", "x")).id())
                .isEqualTo(JUDGE.only("VDT-8002", missing("a", "y")).id())
                .isNotEqualTo(JUDGE.only("VDT-8002", missing("b", "x")).id());
    }

    private static ProbeMissing missing(String probe, String why) {
        return new ProbeMissing(probe, why, false, Events.EPOCH_NANOS);
    }
}

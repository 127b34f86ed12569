package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3021")
class KernelThreadNameTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsTasksThatTakeSuchAName() {
        assertThat(JUDGE.only("VDT-3021", Events.byServer().renamesItself("kworker/0:1"))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.judge("VDT-3021", Events.byServer().renamesItself("[kthreadd]")))
                .hasSize(1);
    }

    @Test
    void findsProgramsThatBeginSo() {
        assertThat(JUDGE.judge("VDT-3021", run("[kworker/u8:0]"))).hasSize(1);
        assertThat(JUDGE.judge("VDT-3021", run(" [kw\u043erker/0:0] "))).hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3021",
                        Events.by(Processes.of("/tmp/kswapd0").arguments("x")).executes()))
                .hasSize(1);
    }

    @Test
    void isSilentOnTestsAndOrdinaryNames() {
        assertThat(JUDGE.judge("VDT-3021", run("["))).isEmpty();
        assertThat(JUDGE.judge("VDT-3021", run("nginx: worker"))).isEmpty();
        assertThat(JUDGE.judge("VDT-3021", Events.byServer().renamesItself("GC Thread#0")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3021", Events.byServer().renamesItself("worker/0")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3021", Events.byServer().renamesItself(""))).isEmpty();
    }

    private static ProcessExecuted run(String name) {
        return Events.by(Processes.of("/app/x").arguments(name)).executes();
    }

    @Test
    void isSilentOnProgramsThatBeginWithoutAnyName() {
        assertThat(JUDGE.judge(
                        "VDT-3021",
                        Events.by(Processes.of("/app/x").arguments()).executes()))
                .isEmpty();
    }

    @Test
    void findsAFileCalledSoThatBeginsWithoutArguments() {
        Processes bare = Processes.of("/tmp/kswapd0").arguments();

        assertThat(JUDGE.only("VDT-3021", Events.by(bare).executes()).evidence())
                .containsEntry("name", "kswapd0");
    }
}

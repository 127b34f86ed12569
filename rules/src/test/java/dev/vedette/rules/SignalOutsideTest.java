package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.TargetProcess;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2022")
class SignalOutsideTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final TargetProcess OF_NODE =
            Processes.of("/usr/bin/kubelet").of(Container.HOST);

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 19, 62})
    void findsSignalsToTheNode(int signal) {
        var finding = JUDGE.only("VDT-2022", Events.byServer().signals(OF_NODE, signal, false));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message()).contains("/usr/bin/kubelet");
    }

    @Test
    void isMilderToOtherPods() {
        TargetProcess other = Processes.of("/app").of(Containers.named("c9", "database"));

        assertThat(JUDGE.only("VDT-2022", Events.byServer().signals(other, 9, false))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void ratesTheSignalsOfTimersAsInformationSinceTheyInterruptWhoeverRuns() {
        TargetProcess other = Processes.of("/app").of(Containers.named("c9", "database"));

        assertThat(JUDGE.only("VDT-2022", Events.byServer().signals(other, 14, false))
                        .severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void isSilentWithinThePodOnTheKernelAndOnTheNode() {
        TargetProcess own = Processes.of("/app").of(Containers.ordinary());
        TargetProcess beside = Processes.of("/app").of(Containers.besideOrdinary());

        assertThat(JUDGE.judge(Events.byServer().signals(own, 9, false))).isEmpty();
        assertThat(JUDGE.judge("VDT-2022", Events.byServer().signals(beside, 1, false)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2022", Events.byServer().signals(OF_NODE, 17, true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2022", Events.byServer().onHost().signals(own, 9, false)))
                .isEmpty();
    }

    /** Signal 0 only asks whether a process is there. */
    @Test
    void isSilentOnWhoLooksWhetherAProcessIsThere() {
        assertThat(JUDGE.judge("VDT-2022", Events.byServer().signals(OF_NODE, 0, false)))
                .isEmpty();
    }

    @Test
    void isSilentWithinAContainerThatIsOfNoPod() {
        Container alone = Container.pending("c5");
        TargetProcess own = Processes.of("/app").of(alone);

        assertThat(JUDGE.judge("VDT-2022", Events.byServer().in(alone).signals(own, 15, false)))
                .isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ProcessAccessed.Operation;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.TargetProcess;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RuleTest("VDT-2015")
class ProcessOutsideAccessedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final TargetProcess OF_NODE =
            Processes.of("/usr/bin/kubelet").of(Container.HOST);
    private static final TargetProcess OF_ANOTHER =
            Processes.of("/usr/bin/postgres").of(Containers.named("c9", "database"));

    @ParameterizedTest
    @EnumSource(names = {"TRACE", "READ_MEMORY", "WRITE_MEMORY", "TAKE_DESCRIPTOR"})
    void findsWhatReachesOutOfTheContainer(Operation operation) {
        var onNode = JUDGE.only("VDT-2015", Events.byServer().accesses(operation, OF_NODE, true));

        assertThat(onNode.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(onNode.message()).contains("/usr/bin/kubelet", "the node");
        assertThat(JUDGE.only("VDT-2015", Events.byServer().accesses(operation, OF_ANOTHER, true))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void isMilderToAttemptsAndWithinAPod() {
        TargetProcess beside = Processes.of("/app").of(Containers.besideOrdinary());

        assertThat(JUDGE.only("VDT-2015", Events.byServer().accesses(Operation.TRACE, OF_NODE, false))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.only("VDT-2015", Events.byServer().accesses(Operation.TRACE, beside, true))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentWithinTheContainerOnTheNodeAndWhereTheTargetIsNotKnown() {
        TargetProcess own = Processes.of("/app").of(Containers.ordinary());

        assertThat(JUDGE.judge("VDT-2015", Events.byServer().accesses(Operation.WRITE_MEMORY, own, true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2015", Events.byServer().accesses(Operation.LET_TRACE, OF_NODE, true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2015", Events.byServer().accesses(Operation.TRACE, TargetProcess.NONE, true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2015", Events.byServer().onHost().accesses(Operation.TRACE, OF_ANOTHER, true)))
                .isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.CgroupChanged;
import dev.vedette.policy.model.CgroupChanged.Operation;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RuleTest("VDT-2018")
class LeftControlGroupTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static Events shell() {
        return Events.by(Processes.of("/bin/sh"));
    }

    @Test
    void findsTheNodesGroupEntered() {
        Finding finding = JUDGE.only("VDT-2018", shell().entersGroup(Container.HOST));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message()).contains("/bin/sh", "/other", "the node");
    }

    @Test
    void findsTheGroupOfAnotherContainerEntered() {
        assertThat(JUDGE.only("VDT-2018", shell().entersGroup(Containers.named("other", "db")))
                        .message())
                .contains("/db");
        assertThat(JUDGE.only("VDT-2018", shell().entersGroup(Container.pending("ffee")))
                        .message())
                .contains("ffee");
    }

    @Test
    void isSilentOnItsOwnGroupsOnTheNodeAndOnRuntimes() {
        assertThat(JUDGE.judge("VDT-2018", shell().entersGroup(Containers.ordinary())))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2018", shell().onHost().entersGroup(Containers.ordinary())))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2018", shell().duringSetup().entersGroup(Container.HOST)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Operation.class, mode = EnumSource.Mode.EXCLUDE, names = "ENTERED")
    void isSilentOnWhatElseIsDoneToGroups(Operation operation) {
        assertThat(JUDGE.judge(
                        "VDT-2018", new CgroupChanged(shell().context(), operation, 77, "/other", Container.HOST)))
                .isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.MadeBesideKubernetes;
import dev.vedette.policy.model.MadeBesideKubernetes.Way;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RuleTest("VDT-6007")
class MadeBesideKubernetesTest {
    @RegisterExtension
    static final Judge JUDGE = Judge.with("VDT-6007", "runtime-namespaces", "buildkit");

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"FOREIGN_NAMESPACE", "AMONG_PODS", "UNKNOWN_TO_CRI"})
    void findsContainersThatTheKubeletDidNotAskFor(Way way) {
        assertThat(JUDGE.only("VDT-6007", made(way, "default")).severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void takesImagesThatWerePutInMilder() {
        assertThat(JUDGE.only("VDT-6007", made(Way.IMAGE_PUT_IN, "k8s.io")).severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void findsAClientOnTheNodeWhateverItCallsItself() {
        assertThat(JUDGE.only(
                                "VDT-6007",
                                Events.by(Processes.of("/usr/bin/ctr").arguments("sshd"))
                                        .onHost()
                                        .executes())
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentOnExpectedNamespacesAndInsideContainers() {
        assertThat(JUDGE.judge(made(Way.FOREIGN_NAMESPACE, "buildkit"))).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-6007", Events.by(Processes.of("/usr/bin/ctr")).executes()))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-6007",
                        Events.by(Processes.of("/usr/bin/kubelet")).onHost().executes()))
                .isEmpty();
    }

    private static MadeBesideKubernetes made(Way way, String where) {
        return new MadeBesideKubernetes(Container.pending("c9"), way, where, "x/y:1", Events.EPOCH_NANOS);
    }
}

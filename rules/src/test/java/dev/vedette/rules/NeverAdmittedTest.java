package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.AdmissionMissed;
import dev.vedette.policy.model.AdmissionMissed.Why;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RuleTest("VDT-6006")
class NeverAdmittedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @EnumSource(
            value = Why.class,
            names = {"POD_UNKNOWN", "IMAGE_UNKNOWN", "CONTAINER_UNKNOWN", "STATIC_POD"})
    void findsContainersThatAdmissionNeverSaw(Why why) {
        assertThat(JUDGE.only("VDT-6006", missed(Containers.ordinary(), why)).severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void tellsOlderPodsOnceForInformation() {
        AdmissionMissed older = new AdmissionMissed(Container.HOST, Why.OLDER, 12, Events.EPOCH_NANOS);

        assertThat(JUDGE.only("VDT-6006", older).severity()).isEqualTo(Severity.INFO);
        assertThat(JUDGE.only("VDT-6006", older).message()).startsWith("12 pods");
    }

    @Test
    void isSilentOnTheStaticPodsOfAControlPlane() {
        assertThat(JUDGE.judge(missed(pod("kube-system", "kube-apiserver-node1"), Why.STATIC_POD)))
                .isEmpty();
        assertThat(JUDGE.judge(missed(pod("default", "kube-apiserver-node1"), Why.STATIC_POD)))
                .hasSize(1);
    }

    @Test
    void isSilentOnNamespacesThatNobodyGuardsButForTheirStaticPods() {
        assertThat(JUDGE.judge(missed(pod("kube-system", "coredns-1"), Why.POD_UNKNOWN)))
                .isEmpty();
        assertThat(JUDGE.judge(missed(pod("kube-system", "surprise"), Why.STATIC_POD)))
                .hasSize(1);
        assertThat(JUDGE.judge(missed(pod("kube-system2", "coredns-1"), Why.POD_UNKNOWN)))
                .hasSize(1);
    }

    private static AdmissionMissed missed(Container container, Why why) {
        return new AdmissionMissed(container, why, 0, Events.EPOCH_NANOS);
    }

    private static Container pod(String namespace, String name) {
        return new Container(
                "c2",
                "main",
                "x/y:1",
                "",
                "containerd",
                new Container.Pod(namespace, name, "uid", name, Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }
}

package dev.vedette.rules;

import static dev.vedette.rules.fixtures.ObservedImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Judge;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-6008")
class DressedAsSystemTest {
    @RegisterExtension
    static final Judge JUDGE = Judge.with("VDT-6008", "registries", "registry.k8s.io");

    @ParameterizedTest
    @CsvSource({
        "shop, kube-proxy, main",
        "default, web, kube-apiserver",
        "kube-system, kube-pr0xy, main",
        "kube-system, kubeproxy, main",
        "kube-system, kube-proxyy, main",
        "shop, c0redns, main"
    })
    void findsNamesOfTheSystemWhereTheyDontBelongAndNearNames(String namespace, String workload, String container) {
        assertThat(JUDGE.only("VDT-6008", seen("registry.k8s.io/x:1", namespace, workload, container, Map.of()))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsTheLabelsOfASystemPart() {
        assertThat(JUDGE.judge("VDT-6008", seen("a/b:1", "shop", "web", "main", Map.of("k8s-app", "kube-dns"))))
                .hasSize(1);
    }

    @Test
    void findsASystemPartFromElsewhereWherePolicyNamesRegistries() {
        assertThat(JUDGE.only(
                                "VDT-6008",
                                seen(
                                        "registry.k8s.io.evil.test/kube-proxy:1",
                                        "kube-system",
                                        "kube-proxy",
                                        "kube-proxy",
                                        Map.of()))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnTheSystemItselfAndOnOthers() {
        assertThat(JUDGE.judge(seen(
                        "registry.k8s.io/kube-proxy:1",
                        "kube-system",
                        "kube-proxy",
                        "kube-proxy",
                        Map.of("k8s-app", "kube-proxy"))))
                .isEmpty();
        assertThat(JUDGE.judge(seen("a/etcd:1", "shop", "etcd", "etcd", Map.of("app", "etcd"))))
                .isEmpty();
        assertThat(JUDGE.judge(seen("a/b:1", "kube-system", "metrics-server", "metrics-server", Map.of())))
                .isEmpty();
    }

    private static ImageObserved seen(
            String image, String namespace, String workload, String container, Map<String, String> labels) {
        return image(image).in(namespace, workload, container, labels).build();
    }
}

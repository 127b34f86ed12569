package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ClusterSetting;
import dev.vedette.policy.model.ClusterSetting.Concern;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Settings;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectsBesidePodsTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final ClusterSetting EXPOSED = Settings.of(Concern.EXPOSURE, "Service", "externalIPs", "192.0.2.1");
    private static final ClusterSetting HOOKED =
            Settings.of(Concern.ADMISSION, "ValidatingWebhookConfiguration", "failurePolicy", "Ignore");
    private static final ClusterSetting UNGUARDED =
            Settings.of(Concern.NAMESPACE_GUARD, "Namespace", "pod security", "privileged");

    @Nested
    @RuleTest("VDT-1032")
    class WaysIn {
        @ParameterizedTest
        @CsvSource({
            "externalIPs, 192.0.2.1, MEDIUM",
            "externalName, 169.254.169.254, MEDIUM",
            "externalName, kubernetes.default.svc, MEDIUM",
            "externalName, db.example, INFO",
            "type, NodePort, LOW",
            "type, LoadBalancer, INFO",
            "snippet, nginx.ingress.kubernetes.io/server-snippet, HIGH",
            "tls, '', LOW",
            "tls, HTTP, LOW",
            "routes, All, LOW",
            "host, '', INFO",
            "host, *.example, INFO"
        })
        void areRatedByHowFarTheyReach(String field, String value, Severity severity) {
            Finding found = JUDGE.only("VDT-1032", Settings.of(Concern.EXPOSURE, "Service", field, value));

            assertThat(found.severity()).isEqualTo(severity);
            assertThat(found.evidence()).containsEntry("as written", value);
        }

        @Test
        void areNoConcernOfOthers() {
            assertThat(JUDGE.judge("VDT-1032", HOOKED)).isEmpty();
            assertThat(JUDGE.judge("VDT-1032", UNGUARDED)).isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1033")
    class Webhooks {
        @ParameterizedTest
        @CsvSource({
            "ValidatingWebhookConfiguration, failurePolicy, Ignore, INFO",
            "MutatingWebhookConfiguration, objectSelector, x, INFO",
            "ValidatingWebhookConfiguration, objectSelector, x, LOW",
            "ValidatingWebhookConfiguration, rules, everything, MEDIUM",
            "MutatingWebhookConfiguration, url, https://elsewhere.example, MEDIUM",
            "ValidatingWebhookConfiguration, timeoutSeconds, 30, INFO"
        })
        void areRatedByWhatTheirFailureMeans(String kind, String field, String value, Severity severity) {
            assertThat(JUDGE.only("VDT-1033", Settings.of(Concern.ADMISSION, kind, field, value))
                            .severity())
                    .isEqualTo(severity);
            assertThat(JUDGE.judge("VDT-1033", EXPOSED)).isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1034")
    class Namespaces {
        @ParameterizedTest
        @CsvSource({
            "pod security, none, INFO",
            "pod security, privileged, LOW",
            "pod security, restrict, LOW",
            "NetworkPolicy, none, INFO",
            "ResourceQuota, none, INFO"
        })
        void areToldForGuardsThatAreMissing(String guard, String value, Severity severity) {
            Finding found = JUDGE.only("VDT-1034", Settings.of(Concern.NAMESPACE_GUARD, "Namespace", guard, value));

            assertThat(found.severity()).isEqualTo(severity);
        }

        @Test
        void areSilentWithAGuardAndWhereTheClustersOwnPartsLive() {
            assertThat(JUDGE.judge(Settings.of(Concern.NAMESPACE_GUARD, "Namespace", "pod security", "baseline")))
                    .isEmpty();
            assertThat(JUDGE.judge(Settings.named(
                            "kube-system", Concern.NAMESPACE_GUARD, "Namespace", "pod security", "privileged")))
                    .isEmpty();
            assertThat(JUDGE.judge("VDT-1034", EXPOSED)).isEmpty();
        }
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.model.ImageName;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Settings;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only manifests say of pods. */
class SettingsOfManifestsTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @RegisterExtension
    static final Judge WITH_SANDBOX = Judge.with("VDT-1035", "runtime-classes", "gvisor", "kata");

    /** Of an aspect that none of these rules is about. */
    private static final ContainerSetting OTHER = Settings.declared(Aspect.PROC_MOUNT, "own users", "Default");

    private static Severity severity(String rule, Aspect aspect, String name, String value) {
        assertThat(JUDGE.judge(rule, OTHER)).isEmpty();
        return JUDGE.only(rule, Settings.declared(aspect, name, value)).severity();
    }

    private static void assertSilent(Aspect aspect, String name, String value) {
        assertThat(JUDGE.judge(Settings.declared(aspect, name, value))).isEmpty();
    }

    @Nested
    @RuleTest("VDT-1026")
    class Placement {
        @ParameterizedTest
        @CsvSource({
            "tolerations, everything",
            "nodeName, control-1",
            "nodeSelector, node-role.kubernetes.io/control-plane",
            "priorityClassName, system-node-critical",
            "priorityClassName, system-cluster-critical"
        })
        void isToldWherePodsArePutPastTheScheduler(String field, String value) {
            assertThat(severity("VDT-1026", Aspect.PLACEMENT, field, value)).isEqualTo(Severity.LOW);
        }

        @Test
        void isADaemonSetsBusiness() {
            ContainerSetting everywhere = Settings.at(
                    new Place("f", "DaemonSet", "agent", "shop", "", 1, 1),
                    Aspect.PLACEMENT,
                    "tolerations",
                    "everything");

            assertThat(JUDGE.only("VDT-1026", everywhere).severity()).isEqualTo(Severity.INFO);
        }

        @Test
        void isSilentOnOrdinaryPrioritiesAndTheClustersOwnParts() {
            assertSilent(Aspect.PLACEMENT, "priorityClassName", "high");
            assertThat(JUDGE.judge(Settings.in("kube-system", Aspect.PLACEMENT, "tolerations", "everything")))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1027")
    class ProbesAndHooks {
        @ParameterizedTest
        @CsvSource({
            "runs what it downloads, HIGH",
            "hands a shell to somebody else, HIGH",
            "logs in elsewhere, MEDIUM",
            "lets the node ask itself at 127.0.0.1, MEDIUM",
            "lets the node ask 169.254.169.254, HIGH",
            "lets the node ask db.example, LOW"
        })
        void areRatedByWhatTheyDo(String deed, Severity severity) {
            assertThat(severity("VDT-1027", Aspect.HOOK, "livenessProbe", deed)).isEqualTo(severity);
        }
    }

    @Nested
    @RuleTest("VDT-1028")
    class Names {
        @ParameterizedTest
        @CsvSource({
            "kubernetes.default.svc, MEDIUM",
            "registry.k8s.io, MEDIUM",
            "metadata.google.internal, MEDIUM",
            "old-server, INFO",
            "notdocker.io, INFO",
            "*, INFO"
        })
        void areRatedByWhomProgramsTrust(String name, Severity severity) {
            assertThat(severity("VDT-1028", Aspect.HOST_ALIAS, name, "192.0.2.1"))
                    .isEqualTo(severity);
        }
    }

    @Nested
    @RuleTest("VDT-1029")
    class Homes {
        @Test
        void areWorthKnowing() {
            assertThat(severity("VDT-1029", Aspect.HOME, "namespace", "default"))
                    .isEqualTo(Severity.INFO);
            assertThat(JUDGE.only("VDT-1029", Settings.declared(Aspect.HOME, "controller", "none"))
                            .message())
                    .contains("looks after");
        }
    }

    @Nested
    @RuleTest("VDT-1031")
    class Versions {
        @ParameterizedTest
        @CsvSource({
            "PodSecurityPolicy, policy/v1beta1, MEDIUM",
            "Ingress, extensions/v1beta1, LOW",
            "CronJob, batch/v1beta1, LOW",
            "Ingress, networking.k8s.io/v1beta1, LOW"
        })
        void thatAreGoneAreTold(String kind, String version, Severity severity) {
            assertThat(severity("VDT-1031", Aspect.API_VERSION, kind, version)).isEqualTo(severity);
        }

        @ParameterizedTest
        @CsvSource({
            "Rollout, argoproj.io/v1alpha1",
            "ServiceCIDR, networking.k8s.io/v1beta1",
            "MutatingAdmissionPolicy, admissionregistration.k8s.io/v1beta1"
        })
        void thatAreServedAreSilent(String kind, String version) {
            assertSilent(Aspect.API_VERSION, kind, version);
        }

        @Test
        void areOnlyThoseOfObjects() {
            assertThat(JUDGE.judge("VDT-1031", Settings.declared(Aspect.HOME, "Ingress", "extensions/v1beta1")))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1035")
    class Sandboxes {
        @Test
        void areDemandedByPolicyAlone() {
            assertSilent(Aspect.RUNTIME_CLASS, "", "host's users");
            assertThat(WITH_SANDBOX
                            .only("VDT-1035", Settings.declared(Aspect.RUNTIME_CLASS, "", "host's users"))
                            .severity())
                    .isEqualTo(Severity.MEDIUM);
            assertThat(WITH_SANDBOX.judge(Settings.declared(Aspect.RUNTIME_CLASS, "runc", "host's users")))
                    .hasSize(1);
            assertThat(WITH_SANDBOX.judge(Settings.declared(Aspect.RUNTIME_CLASS, "kata", "host's users")))
                    .isEmpty();
            assertThat(WITH_SANDBOX.judge("VDT-1035", OTHER)).isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1012")
    class Users {
        @ParameterizedTest
        @CsvSource({
            "runAsUser, 1000, INFO",
            "runAsGroup, 0, INFO",
            "runAsGroup, 999, INFO",
            "supplementalGroups, 0, INFO",
            "fsGroup, 0, INFO",
            "supplementalGroupsPolicy, Merge, INFO",
            "runAsUserName, ContainerAdministrator, LOW",
            "runAsUserName, NT AUTHORITY\\SYSTEM, LOW"
        })
        void thatTheNodeHasTooAreTold(String field, String value, Severity severity) {
            assertThat(severity("VDT-1012", Aspect.IDENTITY, field, value)).isEqualTo(severity);
        }

        @ParameterizedTest
        @CsvSource({
            "runAsUser, 10001",
            "runAsUser, 0",
            "runAsGroup, 10001",
            "fsGroup, 2000",
            "runAsUserName, ContainerUser",
            "fsGroup, many"
        })
        void ofTheContainersOwnAreSilent(String field, String value) {
            assertSilent(Aspect.IDENTITY, field, value);
        }
    }

    @Nested
    @RuleTest("VDT-1019")
    class Storage {
        @Test
        void withoutLimitIsWorthKnowing() {
            assertThat(severity("VDT-1019", Aspect.VOLUME_SIZE, "cache", "memory"))
                    .isEqualTo(Severity.INFO);
            assertThat(JUDGE.only("VDT-1019", Settings.declared(Aspect.LIMIT, "ephemeral-storage", "none"))
                            .message())
                    .contains("disk space");
        }
    }

    @Nested
    @RuleTest("VDT-1020")
    class Accounts {
        @Test
        void withTokensForEverOrForAllAreTold() {
            assertThat(severity("VDT-1020", Aspect.ACCOUNT, "ci", "never expires"))
                    .isEqualTo(Severity.LOW);
            assertThat(severity("VDT-1020", Aspect.ACCOUNT, "default", "mounted"))
                    .isEqualTo(Severity.INFO);
        }

        @Test
        void withTokensForOthersThanTheApiServerAreWorthKnowing() {
            assertThat(severity("VDT-1020", Aspect.TOKEN_AUDIENCE, "cloud", "sts.cloud.example"))
                    .isEqualTo(Severity.INFO);
            assertSilent(Aspect.TOKEN_AUDIENCE, "api", "https://kubernetes.default.svc");
        }
    }

    @Nested
    @RuleTest("VDT-1017")
    class Claims {
        @Test
        void withAllRightsAreTold() {
            assertThat(severity("VDT-1017", Aspect.DEVICE_CLAIM, "gpu", "adminAccess"))
                    .isEqualTo(Severity.HIGH);
        }

        @Test
        void areNothingElseThatIsCalledSo() {
            assertThat(JUDGE.judge("VDT-1017", Settings.declared(Aspect.PROC_MOUNT, "gpu", "adminAccess")))
                    .isEmpty();
        }

        @Test
        void ofAPlugInsDevicesAreWorthKnowing() {
            assertThat(severity("VDT-1017", Aspect.DEVICE_CLAIM, "vendor.example/gpu", "2"))
                    .isEqualTo(Severity.INFO);
        }
    }

    @Nested
    @RuleTest("VDT-1021")
    class Variables {
        @Test
        void thatTakeSecretsAreWorthKnowing() {
            assertThat(severity("VDT-1021", Aspect.SECRET_IN_ENVIRONMENT, "db", "2"))
                    .isEqualTo(Severity.INFO);
        }
    }

    @Nested
    @RuleTest("VDT-2023")
    class SubPaths {
        @Test
        void thatAnotherMayExchangeAreWorthKnowing() {
            assertThat(severity("VDT-2023", Aspect.SHARED_SUB_PATH, "data", "www"))
                    .isEqualTo(Severity.INFO);
        }
    }

    @Nested
    @RuleTest("VDT-3015")
    class Metadata {
        @Test
        void namedInAManifestIsTold() {
            assertThat(severity("VDT-3015", Aspect.METADATA_ADDRESS, "the container's command", "169.254.169.254"))
                    .isEqualTo(Severity.LOW);
        }
    }

    @Nested
    @RuleTest("VDT-6002")
    class Latest {
        private static ImageObserved declared(String reference) {
            return ImageObserved.named(Containers.ordinary(), ImageName.parse(reference), Place.NONE, 1);
        }

        @Test
        void isWorthKnowingUnlessTheDigestIsThere() {
            assertThat(JUDGE.only("VDT-6002", declared("shop/web")).severity()).isEqualTo(Severity.INFO);
            assertThat(JUDGE.judge("VDT-6002", declared("shop/web:1"))).isEmpty();
            assertThat(JUDGE.judge("VDT-6002", declared("shop/web:latest@sha256:" + "a".repeat(64))))
                    .isEmpty();
        }
    }
}

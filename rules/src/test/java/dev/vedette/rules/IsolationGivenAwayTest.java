package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Isolations;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Settings;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsolationGivenAwayTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static Severity severity(String rule, Isolations isolation, Source source) {
        return JUDGE.only(rule, isolation.seenIn(source)).severity();
    }

    private static void assertSilent(String rule, Isolations isolation, Source source) {
        assertThat(JUDGE.judge(rule, isolation.seenIn(source))).isEmpty();
    }

    @Nested
    @RuleTest("VDT-1004")
    class Ipc {
        @ParameterizedTest
        @EnumSource(Source.class)
        void findsTheNodesIpcNamespace(Source source) {
            assertThat(severity("VDT-1004", Isolations.ordinary().sharing(NamespaceKind.IPC), source))
                    .isEqualTo(Severity.MEDIUM);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/dev/shm", "/dev//shm/", "/dev/shm/app", "/dev/mqueue"})
        void findsTheNodesSharedMemoryMounted(String path) {
            assertThat(severity("VDT-1004", Isolations.ordinary().mounting(path), Source.MANIFEST))
                    .isEqualTo(Severity.MEDIUM);
        }

        @Test
        void tellsTheSharedMemoryThatComesWithTheNamespaceOnce() {
            Isolations shared = Isolations.ordinary().sharing(NamespaceKind.IPC).at("/dev/shm", "/dev/shm", false);

            assertThat(severity("VDT-1004", shared, Source.RUNTIME)).isEqualTo(Severity.MEDIUM);
        }

        @Test
        void takesTheHostNameAloneForLess() {
            assertThat(severity("VDT-1004", Isolations.ordinary().sharing(NamespaceKind.UTS), Source.KERNEL))
                    .isEqualTo(Severity.LOW);
        }

        @Test
        void isSilentOnTheNodesNetworkWithItsNameAndOnMemoryOfItsOwn() {
            assertSilent(
                    "VDT-1004",
                    Isolations.ordinary().sharing(NamespaceKind.NETWORK, NamespaceKind.UTS),
                    Source.RUNTIME);
            assertSilent("VDT-1004", Isolations.ordinary().mounting("/data/dev/shm"), Source.RUNTIME);
        }
    }

    @Nested
    @RuleTest("VDT-1005")
    class UserNamespace {
        @ParameterizedTest
        @EnumSource(Source.class)
        void findsPowerfulRoot(Source source) {
            assertThat(severity("VDT-1005", Isolations.ordinary().adding(Capability.NET_ADMIN), source))
                    .isEqualTo(Severity.LOW);
        }

        @Test
        void takesAnUnknownUserOfAManifestForRoot() {
            Isolations unknown = Isolations.ordinary().user(-1).adding(Capability.SYS_TIME);

            assertThat(severity("VDT-1005", unknown, Source.MANIFEST)).isEqualTo(Severity.LOW);
            assertSilent("VDT-1005", unknown, Source.KERNEL);
        }

        @Test
        void isSilentOnTheKernelsViewOfWhatTheRuntimeHasSaid() {
            Isolations powerful = Isolations.ordinary().adding(Capability.NET_ADMIN);

            assertThat(JUDGE.judge("VDT-1005", powerful.seenAgainst(powerful))).isEmpty();
        }

        @Test
        void isSilentOnOthersOnDefaultsAndInAUserNamespace() {
            assertSilent("VDT-1005", Isolations.ordinary(), Source.RUNTIME);
            assertSilent("VDT-1005", Isolations.ordinary().privileged(), Source.RUNTIME);
            assertSilent("VDT-1005", Isolations.ordinary().user(1000).adding(Capability.NET_ADMIN), Source.RUNTIME);
            assertSilent(
                    "VDT-1005",
                    Isolations.ordinary().adding(Capability.NET_ADMIN).inOwnUserNamespace(),
                    Source.RUNTIME);
        }
    }

    @Nested
    @RuleTest("VDT-1009")
    class SystemCallFilter {
        @Test
        void findsAMissingFilterByWhatElseThereIs() {
            Isolations more = Isolations.ordinary().seccomp(0).adding(Capability.SYS_ADMIN);

            assertThat(severity("VDT-1009", more, Source.RUNTIME)).isEqualTo(Severity.MEDIUM);
            assertThat(severity("VDT-1009", more.inOwnUserNamespace(), Source.RUNTIME))
                    .isEqualTo(Severity.INFO);
            assertThat(severity("VDT-1009", Isolations.ordinary().seccomp(0), Source.RUNTIME))
                    .isEqualTo(Severity.INFO);
        }

        @Test
        void findsWhatAManifestAsksFor() {
            Finding finding = JUDGE.only(
                    "VDT-1009", Settings.declared(Aspect.SYSTEM_CALL_FILTER, "seccompProfile", "Unconfined"));

            assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        }

        @Test
        void isSilentOnAProfileAskedForAndOnTheSecurityModules() {
            assertThat(JUDGE.judge(
                            "VDT-1009",
                            Settings.declared(Aspect.SYSTEM_CALL_FILTER, "seccompProfile", "RuntimeDefault")))
                    .isEmpty();
            assertThat(JUDGE.judge("VDT-1009", Settings.declared(Aspect.SECURITY_MODULE, "AppArmor", "Unconfined")))
                    .isEmpty();
        }

        @Test
        void isSilentOnAFilterOnPrivilegedAndOnWhatIsNotKnown() {
            assertSilent("VDT-1009", Isolations.ordinary(), Source.RUNTIME);
            assertSilent("VDT-1009", Isolations.ordinary().privileged(), Source.RUNTIME);
            assertSilent("VDT-1009", Isolations.ordinary().seccomp(-1), Source.MANIFEST);
        }
    }

    @Nested
    @RuleTest("VDT-1010")
    class SecurityModule {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "unconfined",
                    "system_u:system_r:spc_t:s0",
                    "system_u:system_r:container_runtime_t:s0-s0:c0.c1023",
                    "unconfined_u:unconfined_r:unconfined_t:s0"
                })
        void findsLabelsThatConfineNothing(String label) {
            assertThat(severity("VDT-1010", Isolations.ordinary().label(label), Source.RUNTIME))
                    .isEqualTo(Severity.MEDIUM);
        }

        @Test
        void takesWhatNobodyAskedForForLess() {
            Isolations seen = Isolations.ordinary().label("unconfined");

            assertThat(JUDGE.only("VDT-1010", seen.seenAgainst(Isolations.ordinary()))
                            .severity())
                    .isEqualTo(Severity.LOW);
        }

        @ParameterizedTest
        @CsvSource({"AppArmor, Unconfined", "SELinux type, spc_t", "SELinux user, root", "SELinux role, sysadm_r"})
        void findsWhatAManifestAsksFor(String name, String value) {
            assertThat(JUDGE.only("VDT-1010", Settings.declared(Aspect.SECURITY_MODULE, name, value))
                            .severity())
                    .isEqualTo(Severity.MEDIUM);
        }

        @Test
        void isSilentOnProfilesOnContainersLabelsAndWithoutAModule() {
            for (String label : new String[] {
                "", "cri-containerd.apparmor.d (enforce)", "system_u:system_r:container_t:s0:c1,c2", "unconfined-not"
            }) {
                assertSilent("VDT-1010", Isolations.ordinary().label(label), Source.RUNTIME);
            }
            assertThat(JUDGE.judge(Settings.declared(Aspect.SECURITY_MODULE, "AppArmor", "RuntimeDefault")))
                    .isEmpty();
            assertThat(JUDGE.judge(Settings.declared(Aspect.SECURITY_MODULE, "SELinux type", "container_t")))
                    .isEmpty();
            assertThat(JUDGE.judge(
                            "VDT-1010", Settings.declared(Aspect.SYSTEM_CALL_FILTER, "seccompProfile", "Unconfined")))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1011")
    class Proc {
        @Test
        void findsMissingMasks() {
            assertThat(severity("VDT-1011", Isolations.ordinary().inDetail(), Source.RUNTIME))
                    .isEqualTo(Severity.HIGH);
            assertThat(severity("VDT-1011", Isolations.ordinary().hiding("/proc/asound"), Source.RUNTIME))
                    .isEqualTo(Severity.HIGH);
            assertThat(severity("VDT-1011", Isolations.ordinary().inDetail().inOwnUserNamespace(), Source.RUNTIME))
                    .isEqualTo(Severity.LOW);
        }

        @ParameterizedTest
        @CsvSource({"node's users, HIGH", "own users, LOW"})
        void findsWhatAManifestAsksFor(String users, Severity severity) {
            assertThat(JUDGE.only("VDT-1011", Settings.declared(Aspect.PROC_MOUNT, users, "Unmasked"))
                            .severity())
                    .isEqualTo(severity);
        }

        @Test
        void isSilentOnMasksOnPrivilegedAndOnWhatIsNotKnown() {
            assertSilent("VDT-1011", Isolations.ordinary().hiding("/proc/kcore", "/proc/keys"), Source.RUNTIME);
            assertSilent("VDT-1011", Isolations.ordinary().inDetail().privileged(), Source.RUNTIME);
            assertSilent("VDT-1011", Isolations.ordinary(), Source.RUNTIME);
            assertThat(JUDGE.judge(Settings.declared(Aspect.PROC_MOUNT, "node's users", "Default")))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1017")
    class Devices {
        @ParameterizedTest
        @CsvSource({"b 8:0, HIGH", "c 1:1, HIGH", "c 10:200, ", "c 4:64, MEDIUM", "c 226:0, ", "c 1:3, "})
        void findsDevicesByWhatTheyHold(String device, Severity severity) {
            Isolations given = Isolations.ordinary().device(device);

            if (severity == null) {
                assertSilent("VDT-1017", given, Source.RUNTIME);
            } else {
                assertThat(severity("VDT-1017", given, Source.RUNTIME)).isEqualTo(severity);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"a *:* rwm", "b *:* r", "c *:* rw"})
        void findsLeaveToUseAllDevices(String rule) {
            assertThat(severity("VDT-1017", Isolations.ordinary().mayUse(rule), Source.RUNTIME))
                    .isEqualTo(Severity.HIGH);
        }

        @Test
        void findsADeviceMountedAsAFile() {
            assertThat(severity("VDT-1017", Isolations.ordinary().mounting("/dev/ttyS0"), Source.MANIFEST))
                    .isEqualTo(Severity.MEDIUM);
        }

        @Test
        void isSilentOnWhatAllHaveOnPrivilegedAndOnWhatIsToldElsewhere() {
            assertSilent("VDT-1017", Isolations.ordinary().mayUse("c *:* m", "b *:* m", "c 136:* rwm"), Source.RUNTIME);
            assertSilent("VDT-1017", Isolations.ordinary().privileged().mayUse("a *:* rwm"), Source.RUNTIME);
            assertSilent("VDT-1017", Isolations.ordinary().mounting("/dev/sda1"), Source.MANIFEST);
            assertSilent("VDT-1017", Isolations.ordinary().mounting("/dev/shm"), Source.MANIFEST);
            assertSilent("VDT-1017", Isolations.ordinary().mounting("/dev/net/tun"), Source.MANIFEST);
        }
    }

    /** What is true of nearly every container: told by the runtime and by manifests, and never more than worth knowing. */
    @Nested
    class Figures {
        @Nested
        @RuleTest("VDT-1012")
        class Root {
            @Test
            void tellsTheNodesRootUnlessItIsToldAsMore() {
                assertThat(severity("VDT-1012", Isolations.ordinary(), Source.RUNTIME))
                        .isEqualTo(Severity.INFO);
                assertThat(severity("VDT-1012", Isolations.ordinary(), Source.MANIFEST))
                        .isEqualTo(Severity.INFO);
                assertSilent("VDT-1012", Isolations.ordinary(), Source.KERNEL);
                assertSilent("VDT-1012", Isolations.ordinary().user(1000), Source.RUNTIME);
                assertSilent("VDT-1012", Isolations.ordinary().user(-1), Source.MANIFEST);
                assertSilent("VDT-1012", Isolations.ordinary().inOwnUserNamespace(), Source.RUNTIME);
                assertSilent("VDT-1012", Isolations.ordinary().adding(Capability.SYS_ADMIN), Source.RUNTIME);
            }
        }

        @Nested
        @RuleTest("VDT-1013")
        class Privileges {
            @Test
            void tellsWhereSetuidFilesCount() {
                assertThat(severity("VDT-1013", Isolations.ordinary(), Source.RUNTIME))
                        .isEqualTo(Severity.INFO);
                assertSilent("VDT-1013", Isolations.ordinary().noNewPrivileges(), Source.RUNTIME);
                assertSilent("VDT-1013", Isolations.ordinary(), Source.KERNEL);
                assertSilent("VDT-1013", Isolations.ordinary().privileged(), Source.RUNTIME);
            }
        }

        @Nested
        @RuleTest("VDT-1016")
        class WritableRoot {
            @Test
            void tellsAWritableRoot() {
                assertThat(severity("VDT-1016", Isolations.ordinary(), Source.MANIFEST))
                        .isEqualTo(Severity.INFO);
                assertSilent("VDT-1016", Isolations.ordinary().readOnlyRoot(), Source.MANIFEST);
                assertSilent("VDT-1016", Isolations.ordinary(), Source.KERNEL);
                assertSilent("VDT-1016", Isolations.ordinary().privileged(), Source.RUNTIME);
            }
        }

        @Nested
        @RuleTest("VDT-1018")
        class WideDefault {
            @Test
            void tellsWhatTheSmallestDefaultGoesWithout() {
                Finding finding = JUDGE.only("VDT-1018", Isolations.ordinary().seenIn(Source.RUNTIME));

                assertThat(finding.severity()).isEqualTo(Severity.INFO);
                assertThat(finding.message()).contains("NET_RAW", "MKNOD").doesNotContain("CHOWN");
                assertSilent(
                        "VDT-1018",
                        Isolations.ordinary()
                                .capabilities(CapabilitySet.of(Capability.CHOWN, Capability.NET_BIND_SERVICE)),
                        Source.RUNTIME);
                assertSilent("VDT-1018", Isolations.ordinary().adding(Capability.SYS_ADMIN), Source.RUNTIME);
                assertSilent("VDT-1018", Isolations.ordinary().privileged(), Source.RUNTIME);
                assertSilent("VDT-1018", Isolations.ordinary(), Source.KERNEL);
            }
        }
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Settings;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerSettingsTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static Severity severity(String rule, Aspect aspect, String name, String value) {
        return JUDGE.only(rule, Settings.declared(aspect, name, value)).severity();
    }

    @Nested
    @RuleTest("VDT-1014")
    class Sysctls {
        @ParameterizedTest
        @CsvSource({
            "kernel.shm_rmid_forced, 1+kernel.core_pattern=|/x, CRITICAL",
            "kernel/shm_rmid_forced, 1+kernel.core_pattern=|/x, CRITICAL",
            "kernel.shm_rmid_forced=1+kernel.core_pattern, x, CRITICAL",
            "kernel.core_pattern, core, HIGH",
            "vm/overcommit_memory, 1, HIGH",
            "net.core.somaxconn, 1024, MEDIUM",
            "net/ipv4/ip_forward, 1, MEDIUM",
            "kernel.msgmax, 65536, MEDIUM"
        })
        void findsParametersByWhatTheyReach(String name, String value, Severity severity) {
            assertThat(severity("VDT-1014", Aspect.SYSCTL, name, value)).isEqualTo(severity);
            assertThat(JUDGE.only("VDT-1014", Settings.running(Aspect.SYSCTL, name, value))
                            .severity())
                    .isEqualTo(severity);
        }

        @Test
        void findsASecondLine() {
            assertThat(severity("VDT-1014", Aspect.SYSCTL, "kernel.shm_rmid_forced", "1\nkernel.core_pattern = x"))
                    .isEqualTo(Severity.CRITICAL);
        }

        @ParameterizedTest
        @CsvSource({
            "net.ipv4.ip_unprivileged_port_start, 0",
            "net/ipv4/tcp_syncookies, 1",
            "net.ipv4.tcp_rmem, 4096 131072 6291456",
            "net.ipv4.ping_group_range, 0 2147483647"
        })
        void isSilentOnWhatEveryPodMaySet(String name, String value) {
            assertThat(JUDGE.judge(Settings.running(Aspect.SYSCTL, name, value)))
                    .isEmpty();
        }

        @Test
        void isSilentOnSettingsThatAreNotTheKernels() {
            assertThat(JUDGE.judge("VDT-1014", Settings.declared(Aspect.HOST_PORT, "TCP", "80")))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1015")
    class HostPorts {
        @Test
        void tellsPortsOfTheNodeEachOnce() {
            assertThat(severity("VDT-1015", Aspect.HOST_PORT, "TCP", "80")).isEqualTo(Severity.LOW);
            assertThat(JUDGE.only("VDT-1015", Settings.declared(Aspect.HOST_PORT, "UDP", "53"))
                            .id())
                    .isNotEqualTo(JUDGE.only("VDT-1015", Settings.declared(Aspect.HOST_PORT, "TCP", "53"))
                            .id());
            assertThat(JUDGE.judge("VDT-1015", Settings.declared(Aspect.LIMIT, "cpu", "none")))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1019")
    class Limits {
        @Test
        void tellsMissingLimits() {
            assertThat(severity("VDT-1019", Aspect.LIMIT, "cpu", "none")).isEqualTo(Severity.INFO);
            assertThat(severity("VDT-1019", Aspect.LIMIT, "memory", "none")).isEqualTo(Severity.INFO);
            assertThat(JUDGE.judge("VDT-1019", Settings.declared(Aspect.HOST_PORT, "TCP", "80")))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1020")
    class Tokens {
        @ParameterizedTest
        @CsvSource({"default, mounted, INFO", "api, 86401, LOW", "api, 31536000, LOW"})
        void findsTokensWithoutNeedAndOfLongLife(String name, String value, Severity severity) {
            assertThat(severity("VDT-1020", Aspect.TOKEN, name, value)).isEqualTo(severity);
        }

        @ParameterizedTest
        @ValueSource(strings = {"600", "3607", "86400"})
        void isSilentOnShortOnes(String seconds) {
            assertThat(JUDGE.judge(Settings.declared(Aspect.TOKEN, "api", seconds)))
                    .isEmpty();
        }

        @Test
        void isSilentOnOtherLargeNumbers() {
            assertThat(JUDGE.judge("VDT-1020", Settings.declared(Aspect.SYSCTL, "kernel.shmmax", "68719476736")))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1021")
    class Secrets {
        @Test
        void findsSecrets() {
            assertThat(severity("VDT-1021", Aspect.SECRET, "the variable KEY", "a private key"))
                    .isEqualTo(Severity.MEDIUM);
            assertThat(JUDGE.judge("VDT-1021", Settings.declared(Aspect.TOKEN, "api", "600")))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1022")
    class Windows {
        @Test
        void findsProcessesOfTheNodeAndCommandsInPaths() {
            assertThat(severity("VDT-1022", Aspect.HOST_PROCESS, "hostProcess", "true"))
                    .isEqualTo(Severity.HIGH);
            assertThat(severity("VDT-1022", Aspect.PATH_WITH_COMMAND, "subPath", "a;$(start x)"))
                    .isEqualTo(Severity.HIGH);
            assertThat(JUDGE.judge("VDT-1022", Settings.declared(Aspect.HOST_PORT, "TCP", "80")))
                    .isEmpty();
        }
    }

    @Nested
    @RuleTest("VDT-1025")
    class SharedProcesses {
        @Test
        void findsWhatSharedProcessesLayOpen() {
            assertThat(severity("VDT-1025", Aspect.SHARED_PROCESSES, "secrets", "shareProcessNamespace"))
                    .isEqualTo(Severity.LOW);
            assertThat(JUDGE.judge("VDT-1025", Settings.declared(Aspect.PROC_MOUNT, "own users", "Default")))
                    .isEmpty();
        }
    }
}

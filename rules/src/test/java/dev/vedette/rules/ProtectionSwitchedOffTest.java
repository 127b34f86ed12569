package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Confinement;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2032")
class ProtectionSwitchedOffTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final long SELINUX = 0xf97c_ff8cL;
    private static final long APPARMOR = 0x5a3c_69f0L;

    private static ProcessExecuted runs(String program, String... arguments) {
        return Events.by(Processes.of(program).arguments(arguments))
                .inHostNamespaces(NamespaceKind.NETWORK)
                .executes();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/sys/kernel/kptr_restrict",
                "/proc/sys/kernel/yama/ptrace_scope",
                "/proc/sys/fs/protected_symlinks"
            })
    void findsSettings(String path) {
        assertThat(JUDGE.only("VDT-2032", Events.byServer().writes(Files.on(FileSystemMagic.PROC, path)))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsSecurityModules() {
        assertThat(JUDGE.judge("VDT-2032", Events.byServer().writes(Files.on(SELINUX, "/sys/fs/selinux/enforce"))))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-2032", Events.byServer().writes(Files.on(APPARMOR, "/m/policy/.remove"))))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-2032",
                        Events.byServer().writes(Files.on(FileSystemMagic.SECURITYFS, "/apparmor/.replace"))))
                .hasSize(1);
    }

    @Test
    void findsAnEmptiedPacketFilterOfTheNode() {
        assertThat(JUDGE.only("VDT-2032", runs("/usr/sbin/xtables-nft-multi", "iptables", "-t", "nat", "-F"))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.judge("VDT-2032", runs("/usr/sbin/nft", "nft", "flush", "ruleset")))
                .hasSize(1);
    }

    @Test
    void takesAProfileLoadedByAnEngineMilder() {
        Events engine = Events.byServer().in(Confinement.privileged());

        assertThat(JUDGE.only("VDT-2032", engine.writes(Files.on(FileSystemMagic.SECURITYFS, "/apparmor/.replace")))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnOtherSettingsQuestionsAndChainsOfOnesOwn() {
        assertThat(JUDGE.judge(
                        "VDT-2032",
                        Events.byServer().writes(Files.on(FileSystemMagic.PROC, "/proc/sys/net/core/somaxconn"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2032",
                        Events.byServer().reads(Files.on(FileSystemMagic.PROC, "/proc/sys/kernel/kptr_restrict"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2032", Events.byServer().writes(Files.on(SELINUX, "/sys/fs/selinux/access"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2032", runs("/usr/sbin/iptables", "iptables", "-F", "KUBE-SERVICES")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2032", runs("/usr/sbin/iptables-restore", "iptables-restore", "--noflush")))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2032",
                        Events.by(Processes.of("/usr/sbin/iptables").arguments("iptables", "-F"))
                                .executes()))
                .isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3039")
class RemoteServiceTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsAServerByItsNames() {
        Processes applet = Processes.of("/bin/busybox").arguments("busybox", "telnetd", "-p", "4000");
        Processes loaded =
                Processes.of("/lib/ld-linux-x86-64.so.2").arguments("ld-linux-x86-64.so.2", "/usr/sbin/sshd");

        assertThat(JUDGE.only(
                                "VDT-3039",
                                Events.by(Processes.of("/usr/sbin/sshd")).listens(4022))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.judge("VDT-3039", Events.by(applet).listens(4000))).hasSize(1);
        assertThat(JUDGE.judge("VDT-3039", Events.by(loaded).listens(4022))).hasSize(1);
    }

    @Test
    void findsARenamedOneByItsKey() {
        Processes renamed = Processes.process().executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER));
        Events by = Events.by(renamed).in(Containers.named("renamed", "web"));

        assertThat(JUDGE.judge("VDT-3039", by.reads(Files.ofImage("/etc/ssh/ssh_host_ed25519_key"))))
                .isEmpty();
        assertThat(JUDGE.only("VDT-3039", by.listens(8081)).severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentAtUsualPortsAndOnOtherServers() {
        Events other = Events.byServer().in(Containers.named("other", "web"));
        Events usual = Events.by(Processes.of("/opt/s")).in(Containers.named("usual", "web"));

        assertThat(JUDGE.judge(
                        "VDT-3039", Events.by(Processes.of("/usr/sbin/sshd")).listens(22)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3039", other.listens(8080))).isEmpty();
        assertThat(JUDGE.judge("VDT-3039", other.reads(Files.ofImage("/etc/ssh/ssh_host_rsa_key.pub"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3039", other.listens(8082))).isEmpty();
        assertThat(JUDGE.judge("VDT-3039", usual.reads(Files.ofImage("/etc/ssh/ssh_host_rsa_key"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3039", usual.listens(2222))).isEmpty();
    }

    @Test
    void countsAServerByItsNameOnce() {
        Events sshd = Events.by(Processes.of("/usr/sbin/sshd")).in(Containers.named("named", "web"));

        assertThat(JUDGE.judge("VDT-3039", sshd.reads(Files.ofImage("/etc/ssh/ssh_host_rsa_key"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3039", sshd.listens(4022))).hasSize(1);
    }

    @Test
    void isSilentOnWhoComesToAUsualPort() {
        assertThat(JUDGE.judge(
                        "VDT-3039", Events.by(Processes.of("/usr/sbin/sshd")).accepts("10.1.2.3", 51_234)))
                .isEmpty();
    }

    @Test
    void isSilentOnBackupsOfAKeyAndOnWhoMakesKeysForOthers() {
        Events backup = Events.by(Processes.of("/usr/bin/restic")).in(Containers.named("backup", "web"));
        Events maker = Events.by(Processes.of("/app/provisioner")).in(Containers.named("maker", "web"));
        FileObject key = Files.ofImage("/etc/ssh/ssh_host_rsa_key");

        assertThat(JUDGE.judge("VDT-3039", backup.reads(key))).isEmpty();
        assertThat(JUDGE.judge("VDT-3039", backup.connects("10.1.2.3", 8443))).isEmpty();
        assertThat(JUDGE.judge("VDT-3039", maker.writes(key))).isEmpty();
        assertThat(JUDGE.judge("VDT-3039", maker.listens(8080))).isEmpty();
    }
}

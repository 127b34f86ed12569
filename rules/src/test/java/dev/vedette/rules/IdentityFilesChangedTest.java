package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3042")
class IdentityFilesChangedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Duration OLD = Duration.ofHours(1);
    private static final Duration NEW = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/etc/shadow",
                "/etc/sudoers.d/deploy",
                "/etc/pam.d/sshd",
                "/etc/nsswitch.conf",
                "/etc/ssh/sshd_config",
                "/lib/x86_64-linux-gnu/security/pam_unix.so"
            })
    void findsWhoWritesThem(String path) {
        Finding finding = JUDGE.only(
                "VDT-3042",
                Events.by(Processes.of("/bin/vi")).inContainerOfAge(OLD).writes(Files.ofImage(path)));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.evidence()).containsEntry("file", path);
    }

    @Test
    void findsAFilePutInTheirPlaceAndTheirRemoval() {
        Events sed = Events.by(Processes.of("/bin/sed")).inContainerOfAge(OLD);

        assertThat(JUDGE.judge("VDT-3042", sed.renames(Files.ofImage("/etc/sedAbCd"), "/etc/passwd")))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-3042", sed.renames(Files.ofImage("/etc/pam.d/su"), "/tmp/su")))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-3042", sed.changes(FileChanged.Operation.CHMOD, Files.ofImage("/etc/shadow"))))
                .hasSize(1);
    }

    @Test
    void findsIntrudersEvenInTheFirstMinutes() {
        FileObject passwd = Files.ofImage("/etc/passwd");
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/vi", OverlayLayer.UPPER));
        Processes ofServer = Processes.of("/bin/sh").childOf(Processes.process().serving());
        Processes person = Processes.of("/bin/vi").stdio(Stdio.Kind.TERMINAL);

        for (Processes intruder : List.of(copied, ofServer, person)) {
            assertThat(JUDGE.only(
                                    "VDT-3042",
                                    Events.by(intruder).inContainerOfAge(NEW).writes(passwd))
                            .severity())
                    .isEqualTo(Severity.HIGH);
        }
    }

    @Test
    void ratesAnEntrypointsOtherSettingsLow() {
        Events entrypoint = Events.by(Processes.of("/bin/sed")).inContainerOfAge(NEW);

        assertThat(JUDGE.only("VDT-3042", entrypoint.writes(Files.ofImage("/etc/ssh/sshd_config")))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnEntrypointsThatAddTheirUserAndOnPackageWork() {
        Processes shell = Processes.of("/bin/sh");
        Processes script =
                Processes.of("/bin/cp").childOf(Processes.of("/bin/sh").childOf(Processes.of("/usr/bin/dpkg")));
        Processes dnf = Processes.of("/usr/bin/python3.11").arguments("/usr/bin/python3", "/usr/bin/dnf", "install");
        FileObject passwd = Files.ofImage("/etc/passwd");

        assertThat(JUDGE.judge(
                        "VDT-3042", Events.by(shell).inContainerOfAge(NEW).writes(passwd)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3042", Events.by(script).inContainerOfAge(OLD).writes(passwd)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3042", Events.by(dnf).inContainerOfAge(OLD).writes(Files.ofImage("/etc/pam.d/su"))))
                .isEmpty();
    }

    @Test
    void isSilentOnReadersOtherFilesAndAccountTools() {
        Events cat = Events.by(Processes.of("/bin/cat")).inContainerOfAge(OLD);
        Events tool = Events.by(Processes.of("/bin/busybox").arguments("adduser", "x"))
                .inContainerOfAge(OLD);

        assertThat(JUDGE.judge("VDT-3042", cat.reads(Files.ofImage("/etc/passwd"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3042", cat.writes(Files.ofImage("/etc/app.conf"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3042", cat.renames(Files.ofImage("/data/a"), "/data/passwd")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3042", tool.writes(Files.ofImage("/etc/passwd"))))
                .isEmpty();
    }

    @Test
    void isSilentOnThoseThatReplaceTheFileAsTheirWork() {
        FileObject draft = Files.ofImage("/etc/passwd+");
        Events entrypoint = Events.by(Processes.of("/bin/sed")).inContainerOfAge(NEW);
        Events tool = Events.by(Processes.of("/usr/sbin/usermod")).inContainerOfAge(OLD);
        Events script = Events.by(Processes.of("/bin/mv").childOf(Processes.of("/usr/bin/dpkg")))
                .inContainerOfAge(OLD);

        for (Events by : List.of(entrypoint, tool, script)) {
            assertThat(JUDGE.judge("VDT-3042", by.renames(draft, "/etc/passwd")))
                    .isEmpty();
        }
    }
}

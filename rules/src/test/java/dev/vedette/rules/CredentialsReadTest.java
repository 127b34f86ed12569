package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3014")
class CredentialsReadTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final FileObject TOKEN =
            Files.on(FileSystemMagic.TMPFS, "/run/secrets/kubernetes.io/serviceaccount/..2025_01_01/token");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/shadow",
                "/root/.ssh/id_ed25519",
                "/home/app/.aws/credentials",
                "/root/.docker/config.json",
                "/root/.kube/config",
                "/home/app/.git-credentials"
            })
    void findsToolsThatShowAnyFile(String path) {
        Finding finding =
                JUDGE.only("VDT-3014", Events.by(Processes.of("/bin/cat")).reads(Files.ofImage(path)));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(finding.evidence()).containsEntry("file", path);
    }

    @Test
    void findsProgramsThatAreNotOfTheImage() {
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/app", OverlayLayer.UPPER));

        assertThat(JUDGE.judge("VDT-3014", Events.by(copied).reads(TOKEN))).hasSize(1);
    }

    @Test
    void findsShellsThatAServerStartedAndInteractiveSessions() {
        Processes shell = Processes.of("/bin/sh").childOf(Processes.process().serving());
        Processes session = Processes.of("/opt/tool").stdio(Stdio.Kind.TERMINAL);

        assertThat(JUDGE.judge("VDT-3014", Events.by(shell).reads(TOKEN))).hasSize(1);
        assertThat(JUDGE.judge("VDT-3014", Events.by(session).reads(TOKEN))).hasSize(1);
    }

    @Test
    void isSilentOnTheWorkloadReadingItsOwnToken() {
        Processes app = Processes.of("/app/server").childOf(Processes.of("/bin/sh"));

        assertThat(JUDGE.judge("VDT-3014", Events.byServer().reads(TOKEN))).isEmpty();
        assertThat(JUDGE.judge("VDT-3014", Events.by(app).reads(TOKEN))).isEmpty();
    }

    @Test
    void isSilentOnOtherFilesAndOnAccountPrograms() {
        Processes su = Processes.of("/bin/su").stdio(Stdio.Kind.TERMINAL);
        Processes cat = Processes.of("/bin/cat");

        assertThat(JUDGE.judge("VDT-3014", Events.by(su).reads(Files.ofImage("/etc/shadow"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3014", Events.by(cat).reads(Files.ofImage("/etc/passwd"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3014", Events.by(cat).reads(Files.ofImage("/root/.ssh/known_hosts"))))
                .isEmpty();
    }
}

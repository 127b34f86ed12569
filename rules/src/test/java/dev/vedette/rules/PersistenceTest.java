package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3012")
class PersistenceTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/cron.d/x",
                "/var/spool/cron/crontabs/root",
                "/root/.ssh/authorized_keys",
                "/home/app/.bashrc",
                "/etc/systemd/system/x.service",
                "/usr/lib/python3/dist-packages/x.pth"
            })
    void findsWhatIsStartedLater(String path) {
        var finding = JUDGE.only("VDT-3012", Events.by(Processes.of("/bin/sh")).writes(Files.ofImage(path)));

        assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsAFilePutInPlaceByAnotherName() {
        FileObject made = Files.ofImage("/tmp/x");

        assertThat(JUDGE.judge("VDT-3012", Events.byServer().changes(Operation.RENAME, made, "/etc/cron.d/x")))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-3012", Events.byServer().changes(Operation.LINK, made, "/etc/profile.d/x.sh")))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3012",
                        Events.byServer().changes(Operation.SYMLINK, Files.ofImage("/etc/init.d/x"), "/tmp/x")))
                .hasSize(1);
    }

    @Test
    void isHighWithAMarkOfAnIntruder() {
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/app", OverlayLayer.UPPER));

        assertThat(JUDGE.only("VDT-3012", Events.by(copied).writes(Files.ofImage("/etc/crontab")))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void isSilentOnOtherFilesPackagesAndReaders() {
        Processes dpkg = Processes.of("/bin/cp").childOf(Processes.of("/usr/bin/dpkg"));

        assertThat(JUDGE.judge("VDT-3012", Events.byServer().writes(Files.ofImage("/etc/nginx/conf.d/x.conf"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3012", Events.by(dpkg).writes(Files.ofImage("/etc/cron.d/x"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3012", Events.byServer().reads(Files.ofImage("/etc/crontab"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3012",
                        Events.by(Processes.of("/usr/bin/git")).writes(Files.ofImage("/src/.git/hooks/pre-push"))))
                .isEmpty();
    }

    @Test
    void isSilentOnWhatIsNotStarted() {
        Events cloning = Events.by(Processes.of("/app/builder"));
        FileObject sample = Files.ofImage("/src/.git/hooks/pre-push.sample");

        assertThat(JUDGE.judge("VDT-3012", cloning.writes(sample))).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3012", cloning.changes(Operation.RENAME, Files.ofImage("/src/.git/tmp1"), sample.path())))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3012", cloning.changes(Operation.RENAME, Files.ofImage("/src/a.tmp"), "/src/a")))
                .isEmpty();
    }

    @Test
    void isSilentOnGitsTemplatesAndOnServicesOfPackages() {
        Events git = Events.by(Processes.of("/usr/bin/git"));
        Events systemctl = Events.by(Processes.of("/usr/bin/systemctl").childOf(Processes.of("/usr/bin/dpkg")));

        assertThat(JUDGE.judge(
                        "VDT-3012",
                        git.changes(
                                Operation.SYMLINK,
                                Files.ofImage("/src/.git/hooks/pre-commit"),
                                "/usr/share/hooks/lint")))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3012",
                        systemctl.changes(
                                Operation.SYMLINK,
                                Files.ofImage("/etc/systemd/system/multi-user.target.wants/x.service"),
                                "/lib/systemd/system/x.service")))
                .isEmpty();
    }

    @Test
    void findsWhatAServerDoesThatAPackageStarted() {
        Processes server = Processes.of("/usr/sbin/sshd")
                .childOf(Processes.of("/usr/bin/dpkg"))
                .serving();
        Processes shell = Processes.of("/bin/bash").childOf(server);

        assertThat(JUDGE.judge("VDT-3012", Events.by(shell).writes(Files.ofImage("/root/.ssh/authorized_keys"))))
                .hasSize(1);
    }

    @Test
    void isSilentOnPipRunAsAModule() {
        Processes pip = Processes.of("/usr/bin/python3.12").arguments("python3", "-m", "pip", "install", "setuptools");

        assertThat(JUDGE.judge(
                        "VDT-3012",
                        Events.by(pip)
                                .writes(Files.ofImage("/usr/lib/python3.12/site-packages/distutils-precedence.pth"))))
                .isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3006")
class PackageManagerTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsWhatInstalls() {
        assertThat(JUDGE.only(
                                "VDT-3006",
                                run("/usr/bin/apt-get", "apt-get", "-y", "install", "nmap")
                                        .executes())
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.judge(
                        "VDT-3006", run("/sbin/apk", "apk", "add", "curl").executes()))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3006", run("/usr/bin/dpkg", "dpkg", "-i", "x.deb").executes()))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3006",
                        run("/usr/bin/python3", "python3", "-m", "pip", "install", "x")
                                .executes()))
                .hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3006",
                        run("/usr/bin/python3", "python3", "/usr/bin/dnf", "install", "x")
                                .executes()))
                .hasSize(1);
    }

    @Test
    void findsTheEffectOfAManagerUnderAnotherName() {
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/a", OverlayLayer.UPPER));

        assertThat(JUDGE.only("VDT-3006", Events.by(copied).writes(Files.ofImage("/lib/apk/db/installed")))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.judge(
                        "VDT-3006",
                        Events.byServer().changes(Operation.RENAME, Files.ofImage("/x"), "/var/lib/dpkg/status")))
                .hasSize(1);
    }

    @Test
    void isSilentOnQuestionsRunsAndItsOwnList() {
        assertThat(JUDGE.judge(
                        "VDT-3006", run("/usr/bin/apt-get", "apt-get", "update").executes()))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3006", run("/usr/bin/dpkg", "dpkg", "-l").executes()))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3006",
                        run("/usr/bin/node", "node", "/usr/bin/npm", "start").executes()))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3006", run("/usr/bin/dpkg").writes(Files.ofImage("/var/lib/dpkg/status"))))
                .isEmpty();
    }

    private static Events run(String path, String... arguments) {
        return Events.by(Processes.of(path).arguments(arguments));
    }

    @Test
    void countsAnInstallationOnce() {
        Processes apt = Processes.of("/usr/bin/apt-get").arguments("apt-get", "install", "nmap");
        Processes dpkg = Processes.of("/usr/bin/dpkg")
                .arguments("dpkg", "--unpack", "nmap.deb")
                .childOf(apt);

        assertThat(JUDGE.judge("VDT-3006", Events.by(dpkg).executes())).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3006",
                        Events.by(dpkg)
                                .changes(
                                        Operation.RENAME,
                                        Files.ofImage("/var/lib/dpkg/status-new"),
                                        "/var/lib/dpkg/status")))
                .isEmpty();
    }

    @Test
    void isSilentOnListsOfOthers() {
        assertThat(JUDGE.judge("VDT-3006", Events.byServer().writes(Files.ofImage("/var/lib/app/status"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3006",
                        Events.byServer()
                                .changes(
                                        Operation.RENAME,
                                        Files.ofImage("/var/lib/app/status-new"),
                                        "/var/lib/app/status")))
                .isEmpty();
    }

    @Test
    void findsWhatIsInstalledByAWorkloadThatAManagerStarted() {
        Processes npm = Processes.of("/usr/bin/node").arguments("node", "/usr/bin/npm", "start");
        Processes worker =
                Processes.of("/usr/bin/node").arguments("node", "worker.js").childOf(npm);
        Processes apk =
                Processes.of("/sbin/apk").arguments("apk", "add", "nmap").childOf(worker);
        Processes tool = Processes.of("/usr/bin/perl").childOf(worker);

        assertThat(JUDGE.judge("VDT-3006", Events.by(apk).executes())).hasSize(1);
        assertThat(JUDGE.judge("VDT-3006", Events.by(tool).writes(Files.ofImage("/lib/apk/db/installed"))))
                .hasSize(1);
    }

    @Test
    void isSilentOnScriptsOfProjectsThatAreCalledSo() {
        assertThat(JUDGE.judge(
                        "VDT-3006",
                        run("/usr/bin/node", "node", "/usr/bin/npm", "run", "ci")
                                .executes()))
                .isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3047")
class InstallHookReachesOutTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Processes NPM = Processes.of("/usr/bin/node").arguments("node", "/usr/bin/npm", "install");
    private static final Processes PIP =
            Processes.of("/usr/bin/python3.11").arguments("python3", "-m", "pip", "install", ".");
    private static final FileObject KEYS = Files.ofImage("/root/.aws/credentials");

    private static SocketActivity.Endpoint peer(String address) {
        return new SocketActivity.Endpoint(SocketActivity.Family.INET, address, 443, FileObject.NONE, false);
    }

    @Test
    void findsHooksThatReadCredentials() {
        Processes script = Processes.of("/usr/bin/node")
                .arguments("node", "install.js")
                .childOf(Processes.of("/bin/sh").childOf(NPM));
        Processes build = Processes.of("/usr/bin/python3.11")
                .arguments("python3", "setup.py")
                .childOf(PIP);
        Processes renamed = Processes.process()
                .executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER))
                .childOf(NPM);

        for (Processes hook : List.of(script, build, renamed)) {
            assertThat(JUDGE.only("VDT-3047", Events.by(hook).reads(KEYS)).severity())
                    .isEqualTo(Severity.HIGH);
        }
    }

    @Test
    void findsDownloadersAndShellsOfHooks() {
        Processes curl =
                Processes.of("/usr/bin/curl").childOf(Processes.of("/bin/sh").childOf(NPM));
        Processes bash = Processes.of("/bin/bash").childOf(PIP);

        assertThat(JUDGE.only("VDT-3047", Events.by(curl).connects(peer("203.0.113.9")))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.judge("VDT-3047", Events.by(bash).connects(peer("2001:db8::1"))))
                .hasSize(1);
    }

    @Test
    void isSilentOnTheInstallerItselfAndItsOwnFiles() {
        Processes git = Processes.of("/usr/bin/git").childOf(NPM);

        assertThat(JUDGE.judge("VDT-3047", Events.by(NPM).reads(KEYS))).isEmpty();
        assertThat(JUDGE.judge("VDT-3047", Events.by(NPM).connects(peer("203.0.113.9"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3047", Events.by(git).reads(Files.ofImage("/root/.git-credentials"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3047", Events.by(git).connects(peer("203.0.113.9"))))
                .isEmpty();
    }

    @Test
    void isSilentOnTheSameWithoutAnInstallerAndWithinTheContainer() {
        Processes curl = Processes.of("/usr/bin/curl");

        assertThat(JUDGE.judge("VDT-3047", Events.by(curl).connects(peer("203.0.113.9"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3047", Events.by(curl.childOf(NPM)).connects(peer("127.0.0.1"))))
                .isEmpty();
    }

    @Test
    void isSilentOnAHooksOwnFilesAndOnWhatItsTestsListenAt() {
        Processes script = Processes.of("/usr/bin/node")
                .arguments("node", "install.js")
                .childOf(Processes.of("/bin/sh").childOf(NPM));
        Processes listener = Processes.of("/usr/bin/nc").childOf(NPM);

        assertThat(JUDGE.judge("VDT-3047", Events.by(script).reads(Files.ofImage("/app/package.json"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3047", Events.by(listener).listens(8080))).isEmpty();
    }

    @Test
    void isSilentOnAWorkloadThatAnInstallerOnlyStarted() {
        Processes server = Processes.of("/usr/bin/node")
                .arguments("node", "server.js")
                .childOf(Processes.of("/bin/sh")
                        .childOf(Processes.of("/usr/bin/node").arguments("node", "/usr/bin/npm", "start")));
        Processes app = Processes.of("/usr/bin/python3.11")
                .arguments("python3", "app.py")
                .childOf(Processes.of("/usr/bin/poetry").arguments("poetry", "run", "python", "app.py"));

        assertThat(JUDGE.judge("VDT-3047", Events.by(server).reads(KEYS))).isEmpty();
        assertThat(JUDGE.judge("VDT-3047", Events.by(app).reads(KEYS))).isEmpty();
    }

    @Test
    void findsTheHookOfAnInstallBeneathAScript() {
        Processes ci = Processes.of("/usr/bin/node").arguments("node", "/usr/bin/npm", "--prefix", "/app", "ci");
        Processes script = Processes.of("/usr/bin/node")
                .arguments("node", "/usr/bin/npm", "run", "prepare")
                .childOf(ci);
        Processes hook = Processes.of("/usr/bin/perl").childOf(script);

        assertThat(JUDGE.judge("VDT-3047", Events.by(hook).reads(KEYS))).hasSize(1);
    }
}

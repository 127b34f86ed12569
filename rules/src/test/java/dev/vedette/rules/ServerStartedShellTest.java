package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
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

@RuleTest("VDT-3002")
class ServerStartedShellTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Processes SERVER = Processes.process().serving();

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/usr/bin/python3.12", "/usr/bin/curl"})
    void findsShellsInterpretersAndDownloaders(String path) {
        Finding finding = JUDGE.only(
                "VDT-3002", Events.by(Processes.of(path).childOf(SERVER)).executes());

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message()).contains("nginx", path);
    }

    @Test
    void findsThemBehindHelpersAndUnderOtherNames() {
        Processes helper = Processes.of("/usr/lib/jspawnhelper").childOf(SERVER);
        Processes applet = Processes.of("/bin/busybox")
                .arguments("busybox", "sh", "-c", "id")
                .childOf(helper);
        Processes loaded = Processes.of("/lib/ld-linux-x86-64.so.2")
                .arguments("ld", "/bin/bash")
                .childOf(helper);

        assertThat(JUDGE.judge("VDT-3002", Events.by(applet).executes())).hasSize(1);
        assertThat(JUDGE.judge("VDT-3002", Events.by(loaded).executes())).hasSize(1);
    }

    @Test
    void findsAShellInTheServersOwnMultiCallFile() {
        FileObject busybox = Files.ofImage("/bin/sh");
        Processes server =
                Processes.process().executable(busybox).arguments("httpd").serving();
        Processes shell =
                Processes.process().executable(busybox).arguments("/bin/sh").childOf(server);
        Processes worker =
                Processes.process().executable(busybox).arguments("httpd").childOf(server);

        assertThat(JUDGE.judge("VDT-3002", Events.by(shell).executes())).hasSize(1);
        assertThat(JUDGE.judge("VDT-3002", Events.by(worker).executes())).isEmpty();
    }

    @Test
    void ratesKnownHooksOfServersOfTheImageAsInformation() {
        Processes sshd = Processes.of("/usr/sbin/sshd").serving();
        Processes postgres = Processes.of("/usr/lib/postgresql/15/bin/postgres").serving();
        Processes archive = Processes.of("/bin/sh")
                .arguments("sh", "-c", "test ! -f /a/1 && cp pg_wal/000000010000000000000003 /a/1")
                .childOf(postgres);
        Processes program = Processes.of("/bin/sh").arguments("sh", "-c", "id").childOf(postgres);
        Processes dropped = Processes.process()
                .executable(Files.onOverlay("/tmp/sshd", OverlayLayer.UPPER))
                .serving();

        assertThat(severity(Processes.of("/bin/bash").childOf(sshd))).isEqualTo(Severity.INFO);
        assertThat(severity(archive)).isEqualTo(Severity.INFO);
        assertThat(severity(program)).isEqualTo(Severity.HIGH);
        assertThat(severity(Processes.of("/bin/bash").childOf(dropped))).isEqualTo(Severity.HIGH);
    }

    private static Severity severity(Processes process) {
        return JUDGE.only("VDT-3002", Events.by(process).executes()).severity();
    }

    @Test
    void isSilentBeforeItServesOnOtherProgramsAndOnItsOwnWorkers() {
        Processes python = Processes.of("/usr/bin/python3").serving();

        assertThat(JUDGE.judge(Events.by(Processes.of("/bin/sh").childOf(Processes.process()))
                        .executes()))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3002",
                        Events.by(Processes.of("/usr/bin/hash").childOf(SERVER)).executes()))
                .isEmpty();
        assertThat(JUDGE.judge(Events.by(Processes.of("/usr/bin/python3").childOf(python))
                        .executes()))
                .isEmpty();
    }

    @Test
    void isSilentOnAServerThatSomebodyTriesOutInASession() {
        Processes flask = Processes.of("/usr/bin/python3").serving();
        Processes shell = Processes.of("/bin/sh")
                .arguments("sh", "-c", "git rev-parse HEAD")
                .childOf(flask);

        assertThat(JUDGE.judge("VDT-3002", Events.by(shell).isPutIn())).isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

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

@RuleTest("VDT-3003")
class ReverseShellTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Stdio.Kind SOCKET = Stdio.Kind.CONNECTED_SOCKET;

    @ParameterizedTest
    @ValueSource(strings = {"/bin/bash", "/usr/bin/python3", "/bin/dash"})
    void findsInterpretersWithAConnectionAsInput(String path) {
        Finding finding = JUDGE.only(
                "VDT-3003", Events.by(Processes.of(path).stdio(SOCKET)).executes());

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void findsARenamedShell() {
        Processes copied = Processes.process()
                .executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER))
                .stdio(SOCKET);
        Processes linked = Processes.of("/opt/app/helper").stdio(SOCKET);

        assertThat(JUDGE.only("VDT-3003", Events.by(copied).executes()).severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only("VDT-3003", Events.by(linked).executes()).severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsWhatAShellFeedsFromAConnection() {
        Processes fed = Processes.of("/bin/cat")
                .stdio(SOCKET, Stdio.Kind.PIPE, Stdio.Kind.PIPE)
                .childOf(Processes.of("/bin/bash"));

        assertThat(JUDGE.judge("VDT-3003", Events.by(fed).executes())).hasSize(1);
    }

    @Test
    void isSilentOnFastCgiPipesAndSocketServers() {
        Processes fastCgi = Processes.of("/usr/bin/php-cgi")
                .stdio(Stdio.Kind.LISTENING_SOCKET, Stdio.Kind.NULL_DEVICE, Stdio.Kind.NULL_DEVICE);
        Processes piped = Processes.of("/bin/sh").stdio(Stdio.Kind.PIPE);
        Processes rsync = Processes.of("/usr/bin/rsync").stdio(SOCKET);

        assertThat(JUDGE.judge(Events.by(fastCgi).executes())).isEmpty();
        assertThat(JUDGE.judge(Events.by(piped).executes())).isEmpty();
        assertThat(JUDGE.judge(Events.by(rsync).executes())).isEmpty();
    }

    @Test
    void takesNoLateFileForASocketServerByItsName() {
        Processes dressed = Processes.process()
                .executable(Files.onOverlay("/tmp/rsync", OverlayLayer.UPPER))
                .stdio(SOCKET);

        assertThat(JUDGE.judge("VDT-3003", Events.by(dressed).executes())).hasSize(1);
    }
}

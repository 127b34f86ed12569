package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3001")
class InteractiveShellTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/busybox", "/opt/renamed"})
    void findsATerminalWhateverTheProgramIsCalled(String path) {
        Processes shell = Processes.of(path).stdio(Stdio.Kind.TERMINAL);

        assertThat(JUDGE.only("VDT-3001", Events.by(shell).isPutIn()).severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void countsAllOfOneSessionAsOne() {
        Processes shell = Processes.of("/bin/sh").stdio(Stdio.Kind.TERMINAL);
        Processes list = Processes.of("/bin/ls").stdio(Stdio.Kind.TERMINAL).childOf(shell);

        assertThat(JUDGE.only("VDT-3001", Events.by(list).isPutIn()).id())
                .isEqualTo(JUDGE.only("VDT-3001", Events.by(shell).isPutIn()).id());
    }

    @Test
    void tellsAShellWithOpenInputAndNoTerminal() {
        Processes shell = Processes.of("/bin/sh").stdio(Stdio.Kind.PIPE);

        assertThat(JUDGE.only("VDT-3001", Events.by(shell).isPutIn()).severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void isSilentOnProbesAndOnTheContainersOwnShell() {
        Processes probe = Processes.of("/bin/sh").stdio(Stdio.Kind.NULL_DEVICE, Stdio.Kind.PIPE, Stdio.Kind.PIPE);
        Processes entry = Processes.of("/bin/sh").stdio(Stdio.Kind.TERMINAL);

        assertThat(JUDGE.judge(Events.by(probe).isPutIn())).isEmpty();
        assertThat(JUDGE.judge(Events.by(entry).executes())).isEmpty();
    }

    @Test
    void isSilentOnFilesCarriedInOnWhatAToldShellStartsAndOnInputOfTheContainersOwn() {
        Processes shell = Processes.of("/bin/sh").stdio(Stdio.Kind.PIPE);
        Processes unpacks =
                Processes.of("/bin/tar").arguments("tar", "-xmf", "-").stdio(Stdio.Kind.PIPE);
        Processes piped =
                Processes.of("/usr/bin/python3").stdio(Stdio.Kind.PIPE).childOf(shell);

        assertThat(JUDGE.judge("VDT-3001", Events.by(unpacks).isPutIn())).isEmpty();
        assertThat(JUDGE.judge("VDT-3001", Events.by(piped).isPutIn())).isEmpty();
        assertThat(JUDGE.judge("VDT-3001", Events.by(shell).executes())).isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3049")
class LoginGuessingTest {
    private static final String HOST = "10.1.2.3";

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static List<Finding> connects(Processes process, String container, int port, Duration pause) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            findings.addAll(JUDGE.judge(
                    "VDT-3049",
                    Events.by(process.pid(100 + i))
                            .in(Containers.named(container, "web"))
                            .after(pause.multipliedBy(i))
                            .connects(HOST, port)));
        }
        return findings;
    }

    @Test
    void findsGuessingByWhateverProcesses() {
        Duration soon = Duration.ofMillis(100);
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER));
        Processes session = Processes.of("/usr/bin/psql").stdio(Stdio.Kind.TERMINAL);

        assertThat(connects(copied, "copied", 22, soon))
                .first()
                .extracting(Finding::severity)
                .isEqualTo(Severity.HIGH);
        assertThat(connects(Processes.of("/app/crack"), "own", 22, soon))
                .first()
                .extracting(Finding::severity)
                .isEqualTo(Severity.LOW);
        assertThat(connects(session, "session", 5432, soon)).isNotEmpty();
    }

    @Test
    void isSilentOnPoolsOnWaitingForAServerAndOnOtherPorts() {
        assertThat(connects(Processes.of("/app/server"), "pool", 5432, Duration.ofMillis(5)))
                .isEmpty();
        assertThat(connects(Processes.of("/bin/nc"), "waiting", 3306, Duration.ofMillis(100)))
                .isEmpty();
        assertThat(connects(Processes.of("/bin/nc"), "patient", 22, Duration.ofSeconds(1)))
                .isEmpty();
        assertThat(connects(Processes.of("/app/server"), "web", 8080, Duration.ofMillis(5)))
                .isEmpty();
    }

    @Test
    void countsAConnectionThatIsRefusedOnce() {
        for (int i = 0; i < 40; i++) {
            Events waits = Events.by(Processes.of("/bin/nc")).in(Containers.named("refused", "web"));

            assertThat(JUDGE.judge(
                            "VDT-3049", waits.after(Duration.ofSeconds(i)).connects(HOST, 22)))
                    .isEmpty();
            assertThat(JUDGE.judge(
                            "VDT-3049",
                            waits.after(Duration.ofSeconds(i).plusMillis(1)).failsToConnect(HOST, 22)))
                    .isEmpty();
        }
    }
}

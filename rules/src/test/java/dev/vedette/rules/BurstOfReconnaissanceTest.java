package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3032")
class BurstOfReconnaissanceTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static List<Finding> runs(String container, Processes parent, String... commands) {
        List<Finding> last = List.of();
        for (String command : commands) {
            last = JUDGE.judge(
                    "VDT-3032",
                    Events.by(Processes.of("/usr/bin/" + command).childOf(parent))
                            .in(Containers.named(container, "web"))
                            .executes());
        }
        return last;
    }

    @Test
    void findsTheFifthCommandBehindAServer() {
        Processes shell = Processes.of("/bin/sh").childOf(Processes.process().serving());

        assertThat(runs("a", shell, "id", "uname", "ps", "ip")).isEmpty();
        assertThat(runs("a", shell, "df")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.evidence()).containsEntry("commands", "id, uname, ps, ip, df");
        });
    }

    @Test
    void ratesAPersonLowAndKnowsApplets() {
        Processes shell = Processes.of("/bin/sh").stdio(Stdio.Kind.TERMINAL);
        Processes applet = Processes.of("/bin/busybox").arguments("mount").childOf(shell);
        Processes ofShell = Processes.of("/bin/sh").arguments("whoami").childOf(shell);

        assertThat(runs("b", shell, "id", "uname", "ps")).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3032",
                        Events.by(applet).in(Containers.named("b", "web")).executes()))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3032",
                        Events.by(ofShell).in(Containers.named("b", "web")).executes()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.LOW));
    }

    @Test
    void isSilentOnEntrypointsAndOnOneCommandOften() {
        Processes shell = Processes.of("/bin/sh").childOf(Processes.process().serving());

        assertThat(runs("c", Processes.of("/bin/sh"), "id", "uname", "ps", "ip", "df", "mount"))
                .isEmpty();
        assertThat(runs("d", shell, "ps", "ps", "ps", "ps", "ps", "df")).isEmpty();
        assertThat(runs("e", shell, "ls", "cat", "date", "test", "sed", "awk")).isEmpty();
    }
}

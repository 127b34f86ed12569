package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3046")
class CompilerInServiceTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Processes SERVER = Processes.of("/app/server").serving();

    private static List<Finding> runs(Processes process) {
        return JUDGE.judge("VDT-3046", Events.by(process).executes());
    }

    @Test
    void findsCompilersBehindAServersShellAndItsHelpers() {
        Processes shell = Processes.of("/bin/sh").childOf(SERVER);
        Processes driver = Processes.of("/usr/bin/x86_64-linux-gnu-gcc-12").childOf(shell);
        Processes proper = Processes.of("/usr/lib/gcc/x86_64-linux-gnu/12/cc1")
                .childOf(Processes.of("/opt/x").childOf(shell));

        for (Processes compiler : List.of(driver, proper)) {
            assertThat(runs(compiler))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
        }
    }

    @Test
    void findsPersonsAndRatesWhatAServerCompilesItselfLow() {
        assertThat(runs(Processes.of("/usr/bin/rustc").stdio(Stdio.Kind.TERMINAL)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.MEDIUM));
        assertThat(runs(Processes.of("/usr/bin/g++").childOf(SERVER)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.LOW));
    }

    @Test
    void isSilentOnBuildsAndOnOtherPrograms() {
        Processes build = Processes.of("/usr/bin/gcc")
                .childOf(Processes.of("/usr/bin/make").childOf(Processes.of("/bin/sh")));

        assertThat(runs(build)).isEmpty();
        assertThat(runs(Processes.of("/usr/bin/clangd").stdio(Stdio.Kind.TERMINAL)))
                .isEmpty();
        assertThat(runs(Processes.of("/bin/ls").childOf(SERVER))).isEmpty();
    }
}

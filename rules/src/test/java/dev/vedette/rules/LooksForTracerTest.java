package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.ProcessAccessed.Operation;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.TargetProcess;
import dev.vedette.rules.fixtures.Accesses;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3034")
class LooksForTracerTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static ProcessAccessed asks(Processes process, Processes parent) {
        return Accesses.of(process.childOf(parent), parent, Operation.LET_TRACE, 0);
    }

    @Test
    void findsProgramsWhoseParentIsNoDebugger() {
        assertThat(JUDGE.only("VDT-3034", asks(Processes.of("/opt/tool"), Processes.of("/bin/sh")))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.judge("VDT-3034", asks(Processes.of("/usr/bin/python3"), Processes.of("/usr/sbin/nginx"))))
                .hasSize(1);
    }

    @Test
    void takesAProgramThatIsNotOfTheImageForWorse() {
        Processes dropped = Processes.process().executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER));

        assertThat(JUDGE.only("VDT-3034", asks(dropped, Processes.of("/bin/sh")))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentOnDebuggersChildrenAndWhereTheParentIsNotKnown() {
        Processes gdb = Processes.of("/usr/bin/gdb");

        assertThat(JUDGE.judge("VDT-3034", asks(Processes.of("/usr/bin/gdb"), gdb)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3034",
                        new ProcessAccessed(
                                Events.byServer().context(), Operation.LET_TRACE, TargetProcess.NONE, 0, true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3034", Accesses.of(Processes.of("/usr/bin/gdb"), gdb, Operation.TRACE, 16)))
                .isEmpty();
    }

    @Test
    void isSilentOnWhoTracesOthers() {
        assertThat(JUDGE.judge(
                        "VDT-3034",
                        Accesses.of(Processes.of("/usr/bin/strace"), Processes.of("/app/server"), Operation.TRACE, 16)))
                .isEmpty();
    }
}

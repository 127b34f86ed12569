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

@RuleTest("VDT-3035")
class EntryPointChangedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Processes ENTRY = Processes.of("/bin/sh").arguments("sh", "/app/start.sh");

    @Test
    void findsTheScriptThatTheEldestProcessRuns() {
        Processes tee = Processes.of("/usr/bin/tee").childOf(ENTRY);

        assertThat(JUDGE.only("VDT-3035", Events.by(tee).writes(Files.ofImage("/app/start.sh")))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsItReplacedAndTheEldestProgramItself() {
        Processes copied = Processes.process()
                .executable(Files.onOverlay("/tmp/a", OverlayLayer.UPPER))
                .childOf(ENTRY);
        Processes worker = Processes.of("/bin/cp").childOf(Processes.of("/app/server"));

        assertThat(JUDGE.only(
                                "VDT-3035",
                                Events.by(copied).changes(Operation.RENAME, Files.ofImage("/tmp/x"), "/app/start.sh"))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.judge("VDT-3035", Events.by(worker).writes(Files.ofImage("/app/server"))))
                .hasSize(1);
    }

    @Test
    void findsUsualEntryPointsFromASession() {
        assertThat(JUDGE.judge(
                        "VDT-3035", Events.by(Processes.of("/bin/vi")).writes(Files.ofImage("/docker-entrypoint.sh"))))
                .hasSize(1);
    }

    @Test
    void isSilentOnConfigurationsGivenToTheEntryPointAndOtherScripts() {
        Processes child = Processes.of("/usr/bin/envsubst")
                .childOf(Processes.of("/bin/sh").arguments("sh", "/app/start.sh", "-c", "/etc/app.conf"));

        assertThat(JUDGE.judge("VDT-3035", Events.by(child).writes(Files.ofImage("/etc/app.conf"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3035", Events.by(child).writes(Files.ofImage("/app/other.sh"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3035", Events.by(child).reads(Files.ofImage("/app/start.sh"))))
                .isEmpty();
    }

    @Test
    void isSilentOnUpgradesOfTheShellThatRunsIt() {
        Events apk = Events.by(Processes.of("/sbin/apk").childOf(ENTRY));

        assertThat(JUDGE.judge("VDT-3035", apk.writes(Files.ofImage("/bin/sh"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3035", apk.changes(Operation.RENAME, Files.ofImage("/bin/.apk.1"), "/bin/sh")))
                .isEmpty();
    }

    @Test
    void isSilentOnAnEntryPointThatIsOnlyMadeToRunAndOnFilesPutElsewhere() {
        Events chmod = Events.by(Processes.of("/bin/chmod").childOf(ENTRY));
        Events move = Events.by(Processes.of("/bin/mv").childOf(ENTRY));

        assertThat(JUDGE.judge(
                        "VDT-3035", chmod.changes(Operation.CHMOD, Files.ofImage("/docker-entrypoint.d/10.sh"), 0755)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3035", move.changes(Operation.RENAME, Files.ofImage("/etc/app.tmp"), "/etc/app.conf")))
                .isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3004")
class DriftTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsFilesMadeAfterTheStart() {
        Processes dropped = Processes.process().executable(Files.onOverlay("/usr/bin/ls", OverlayLayer.UPPER));
        Processes onTmpfs = Processes.process().executable(Files.on(FileSystemMagic.TMPFS, "/tmp/x"));

        assertThat(JUDGE.only("VDT-3004", Events.by(dropped).executes()).severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only("VDT-3004", Events.by(onTmpfs).executes()).severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void ratesAFileOfTheImageThatWasCopiedUpLow() {
        Processes touched = Processes.process().executable(Files.onOverlay("/app/run", OverlayLayer.BOTH));

        assertThat(JUDGE.only("VDT-3004", Events.by(touched).executes()).severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnFilesOfTheImageAndOfVolumes() {
        Processes volume = Processes.process().executable(Files.on(0xef53, "/data/tool"));

        assertThat(JUDGE.judge(Events.byServer().executes())).isEmpty();
        assertThat(JUDGE.judge(Events.by(volume).executes())).isEmpty();
    }

    @Test
    void leavesWhatHasNoFileToTheRuleForIt() {
        Processes memory = Processes.process().executable(Files.inMemory("x"));

        assertThat(JUDGE.judge(Events.by(memory).executes()))
                .extracting(Finding::ruleId)
                .containsExactly("VDT-3005");
    }
}

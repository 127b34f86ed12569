package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Containers;
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
    void tellsTheSameFileOnceAndAnotherThatHasGotItsNumber() {
        FileObject file = Files.onOverlay("/tmp/first", OverlayLayer.UPPER);
        Processes first = Processes.process().executable(file);
        Processes next = Processes.process().executable(Files.withNumberOf(file, "/tmp/next"));

        String told = JUDGE.only("VDT-3004", Events.by(first).executes()).id();

        assertThat(JUDGE.only("VDT-3004", Events.by(first).executes()).id()).isEqualTo(told);
        assertThat(JUDGE.only("VDT-3004", Events.by(next).executes()).id()).isNotEqualTo(told);
    }

    @Test
    void ratesAFileOfTheImageThatWasCopiedUpLow() {
        Processes touched = Processes.process().executable(Files.onOverlay("/app/run", OverlayLayer.BOTH));

        assertThat(JUDGE.only("VDT-3004", Events.by(touched).executes()).severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void ratesWhatABuildHasMadeAndRunsAsInformation() {
        Processes make = Processes.of("/usr/bin/make").childOf(Processes.of("/bin/sh"));
        Processes dropper = Processes.process().executable(Files.onOverlay("/tmp/make", OverlayLayer.UPPER));

        assertThat(severityOfNewFile(make)).isEqualTo(Severity.INFO);
        assertThat(severityOfNewFile(dropper)).isEqualTo(Severity.HIGH);
        assertThat(severityOfNewFile(Processes.of("/usr/bin/make")
                        .childOf(Processes.process().serving())))
                .isEqualTo(Severity.HIGH);
        assertThat(severityOfNewFile(Processes.of("/usr/bin/make").stdio(Stdio.Kind.TERMINAL)))
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void ratesProgramsThatPackagesHaveJustBroughtAsInformation() {
        Container installed = Containers.named("installed", "job");
        Processes tree = Processes.process().executable(Files.onOverlay("/usr/bin/tree", OverlayLayer.UPPER));
        Processes elsewhere = Processes.process().executable(Files.onOverlay("/tmp/tree", OverlayLayer.UPPER));
        Processes bySession = Processes.of("/usr/bin/dpkg").stdio(Stdio.Kind.TERMINAL);

        assertThat(JUDGE.judge("VDT-3004", Events.by(bySession).in(installed).executes()))
                .isEmpty();
        assertThat(JUDGE.only("VDT-3004", Events.by(tree).in(installed).executes())
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.judge(
                        "VDT-3004",
                        Events.by(Processes.of("/usr/bin/dpkg")).in(installed).executes()))
                .isEmpty();
        assertThat(JUDGE.only("VDT-3004", Events.by(tree).in(installed).executes())
                        .severity())
                .isEqualTo(Severity.INFO);
        assertThat(JUDGE.only("VDT-3004", Events.by(elsewhere).in(installed).executes())
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    private static Severity severityOfNewFile(Processes parent) {
        Processes made = Processes.process()
                .executable(Files.onOverlay("/src/program", OverlayLayer.UPPER))
                .childOf(parent);
        return JUDGE.only("VDT-3004", Events.by(made).executes()).severity();
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

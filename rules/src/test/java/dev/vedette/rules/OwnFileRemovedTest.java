package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3044")
class OwnFileRemovedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final FileObject DROPPED = Files.onOverlay("/tmp/x", OverlayLayer.UPPER);

    private static List<Finding> removes(Processes process, FileObject file) {
        return JUDGE.judge("VDT-3044", Events.by(process).changes(FileChanged.Operation.UNLINK, file));
    }

    @Test
    void findsAProgramThatRemovesItself() {
        assertThat(removes(Processes.process().executable(DROPPED), DROPPED))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.MEDIUM));
        assertThat(removes(Processes.process().executable(DROPPED), FileObject.ofPath("/tmp/x")))
                .hasSize(1);
    }

    @Test
    void findsRemovalByWhatItStartedAndRatesIntrudersHigh() {
        Processes malware = Processes.process().executable(DROPPED);
        Processes child =
                Processes.of("/bin/rm").childOf(Processes.of("/bin/sh").childOf(malware));
        Processes ofPerson = Processes.process().executable(DROPPED).stdio(Stdio.Kind.TERMINAL);

        assertThat(removes(child, DROPPED)).hasSize(1);
        assertThat(removes(ofPerson, DROPPED))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void findsWhatAPersonRunsAndRemoves() {
        FileObject tool = Files.onOverlay("/tmp/scanner", OverlayLayer.UPPER);
        Processes person = Processes.of("/bin/rm").stdio(Stdio.Kind.TERMINAL);

        assertThat(JUDGE.judge(
                        "VDT-3044",
                        Events.by(Processes.process().executable(tool)).executes()))
                .isEmpty();
        assertThat(removes(person, tool)).hasSize(1);
        assertThat(removes(person, FileObject.ofPath("/tmp/scanner"))).hasSize(1);
    }

    @Test
    void isSilentOnBuildsOtherFilesAndSecondNames() {
        FileObject test = Files.onOverlay("/src/conftest", OverlayLayer.UPPER);
        assertThat(JUDGE.judge(
                        "VDT-3044",
                        Events.by(Processes.process().executable(test)).executes()))
                .isEmpty();
        FileObject second = new FileObject(
                "/usr/bin/dpkg.dpkg-tmp",
                DROPPED.device(),
                DROPPED.inode(),
                0,
                DROPPED.superMagic(),
                2,
                DROPPED.mode(),
                0,
                OverlayLayer.UPPER,
                FileObject.PathEnd.ROOT);

        assertThat(removes(Processes.of("/bin/rm"), test)).isEmpty();
        assertThat(removes(Processes.process().executable(DROPPED), second)).isEmpty();
        assertThat(removes(Processes.of("/bin/rm").stdio(Stdio.Kind.TERMINAL), Files.ofImage("/tmp/notes")))
                .isEmpty();
    }

    @Test
    void tellsOnceOfWhatRemovesItself() {
        FileObject dropped = Files.onOverlay("/tmp/dropper", OverlayLayer.UPPER);
        Processes ofPerson = Processes.process().executable(dropped).stdio(Stdio.Kind.TERMINAL);

        assertThat(JUDGE.judge("VDT-3044", Events.by(ofPerson).executes())).isEmpty();
        assertThat(removes(ofPerson, dropped)).hasSize(1);
    }

    @Test
    void isSilentOnProgramsThatAreGivenAnotherName() {
        FileObject tool = Files.onOverlay("/opt/agent", OverlayLayer.UPPER);
        Events agent = Events.by(Processes.process().executable(tool));
        Events person = Events.by(Processes.of("/bin/mv").stdio(Stdio.Kind.TERMINAL));

        assertThat(JUDGE.judge("VDT-3044", agent.executes())).isEmpty();
        assertThat(JUDGE.judge("VDT-3044", agent.renames(tool, "/opt/agent.old")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3044", person.renames(tool, "/opt/agent.old")))
                .isEmpty();
    }

    @Test
    void isSilentOnWhatAPersonRemovesUnusedOrRemovesAndRunsAnewAndOnProgramsOfTheImage() {
        FileObject download = Files.onOverlay("/tmp/download", OverlayLayer.UPPER);
        FileObject rebuilt = Files.onOverlay("/src/a.out", OverlayLayer.UPPER);
        Processes person = Processes.of("/bin/rm").stdio(Stdio.Kind.TERMINAL);

        assertThat(removes(person, download)).isEmpty();
        assertThat(removes(person, rebuilt)).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3044",
                        Events.by(Processes.process().executable(rebuilt)).executes()))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3044", Events.by(Processes.of("/usr/bin/wget")).executes()))
                .isEmpty();
        assertThat(removes(person, FileObject.ofPath("/usr/bin/wget"))).isEmpty();
    }
}

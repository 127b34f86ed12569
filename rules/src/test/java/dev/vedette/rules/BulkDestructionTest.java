package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.FilesDestroyed.Habit;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-3019")
class BulkDestructionTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final int MANY = 8;
    private static final FileObject IN_VOLUME = FileObject.ofPath("/data/7/report");

    private static FilesDestroyed removes(
            Events by, long files, int folders, long unsure, FileObject last, Habit habit) {
        return new FilesDestroyed(by.context(), files, 0, 0, 0, unsure, folders, Duration.ofMillis(1_500), last, habit);
    }

    private static FilesDestroyed removes(Events by, long files, int folders) {
        return removes(by, files, folders, 0, IN_VOLUME, Habit.UNKNOWN);
    }

    private static FilesDestroyed removes(Events by, long files, Habit habit) {
        return removes(by, files, MANY, 0, IN_VOLUME, habit);
    }

    private static Events foreign() {
        return Events.by(Processes.process().executable(Files.onOverlay("/tmp/tidy", OverlayLayer.UPPER)));
    }

    private static Events tool() {
        return Events.by(Processes.of("/usr/bin/find")).inContainerOfAge(Duration.ofHours(1));
    }

    private static Events session() {
        return Events.by(Processes.of("/bin/bash").stdio(Stdio.Kind.TERMINAL)).inContainerOfAge(Duration.ofHours(1));
    }

    private static Severity severity(FilesDestroyed event) {
        return JUDGE.only("VDT-3019", event).severity();
    }

    @Test
    void tellsWhatWasDoneToHowManyFiles() {
        Finding finding = JUDGE.only(
                "VDT-3019",
                new FilesDestroyed(
                        foreign().context(),
                        100,
                        50,
                        70,
                        36,
                        0,
                        64,
                        Duration.ofMillis(1_500),
                        IN_VOLUME,
                        Habit.UNKNOWN));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
        assertThat(finding.message())
                .startsWith("/tmp/tidy destroyed 256 files in about 64 folders within 1500 ms,")
                .contains("which were there before the container");
        assertThat(finding.evidence())
                .containsEntry("destroyed", "100 removed, 50 renamed, 70 emptied, 36 opened to be written over")
                .containsEntry("last", "/data/7/report")
                .containsEntry("usual for the workload", "unknown");
    }

    @Test
    void leavesOutWhatWasNotDone() {
        assertThat(JUDGE.only("VDT-3019", removes(foreign(), 256, 1)).evidence())
                .containsEntry("destroyed", "256 removed");
    }

    @Test
    void isWorseTheLessItIsTheWorkloadsOwnDoing() {
        assertThat(severity(removes(foreign(), 256, MANY))).isEqualTo(Severity.HIGH);
        assertThat(severity(removes(tool(), 256, MANY))).isEqualTo(Severity.MEDIUM);
        assertThat(severity(removes(session(), 256, MANY))).isEqualTo(Severity.MEDIUM);
        assertThat(severity(removes(Events.byServer(), 1_024, MANY))).isEqualTo(Severity.LOW);
    }

    @Test
    void takesAStepMoreWhereTheWorkloadIsKnownNotToDoSo() {
        assertThat(severity(removes(Events.byServer(), 200, Habit.UNUSUAL))).isEqualTo(Severity.MEDIUM);
        assertThat(severity(removes(tool(), 256, Habit.UNUSUAL))).isEqualTo(Severity.HIGH);
        assertThat(severity(removes(foreign(), 256, Habit.UNUSUAL))).isEqualTo(Severity.HIGH);
    }

    @ParameterizedTest
    @CsvSource({"LOWER, MEDIUM", "BOTH, MEDIUM", "UPPER, HIGH", "NONE, HIGH"})
    void takesAStepLessOfFilesOfTheImage(OverlayLayer layer, Severity severity) {
        FileObject last = Files.onOverlay("/usr/lib/a", layer);

        assertThat(severity(removes(foreign(), 256, MANY, 0, last, Habit.UNKNOWN)))
                .isEqualTo(severity);
    }

    @Test
    void doesNotCountWhatMayBeItsOwn() {
        assertThat(JUDGE.judge("VDT-3019", removes(foreign(), 4_096, MANY, 3_897, IN_VOLUME, Habit.UNKNOWN)))
                .isEmpty();
        assertThat(JUDGE.only("VDT-3019", removes(foreign(), 4_096, MANY, 3_896, IN_VOLUME, Habit.UNKNOWN))
                        .message())
                .contains("destroyed 200 files");
    }

    @Test
    void asksForMoreOfTheWorkloadsOwnProgramAndOfToolsAtTheStart() {
        Events young = Events.by(Processes.of("/usr/bin/find")).inContainerOfAge(Duration.ofMinutes(1));

        assertThat(JUDGE.judge("VDT-3019", removes(Events.byServer(), 799, MANY)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3019", removes(young, 799, MANY))).isEmpty();
        assertThat(severity(removes(young, 800, MANY))).isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnAStoreThatOpensItsFilesToWriteToThemUntilItIsKnownNotTo() {
        assertThat(JUDGE.judge("VDT-3019", rewrites(Events.byServer(), Habit.UNKNOWN)))
                .isEmpty();
        assertThat(severity(rewrites(Events.byServer(), Habit.UNUSUAL))).isEqualTo(Severity.MEDIUM);
        assertThat(severity(rewrites(foreign(), Habit.UNKNOWN))).isEqualTo(Severity.HIGH);
    }

    private static FilesDestroyed rewrites(Events by, Habit habit) {
        return new FilesDestroyed(by.context(), 0, 0, 799, 4_096, 0, MANY, Duration.ofMillis(1_500), IN_VOLUME, habit);
    }

    @Test
    void asksForManyFoldersUnlessItIsSomebodyElsesDoing() {
        assertThat(JUDGE.judge("VDT-3019", removes(tool(), 4_096, MANY - 1))).isEmpty();
        assertThat(JUDGE.judge("VDT-3019", removes(Events.byServer(), 4_096, 1)))
                .isEmpty();
        assertThat(JUDGE.only("VDT-3019", removes(foreign(), 256, 1)).message()).contains(" in one folder ");
        assertThat(severity(removes(session(), 256, 1))).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentOnFewFilesAndOnWhatIsUsual() {
        assertThat(JUDGE.judge("VDT-3019", removes(foreign(), 199, MANY))).isEmpty();
        assertThat(JUDGE.judge("VDT-3019", removes(foreign(), 4_096, Habit.USUAL)))
                .isEmpty();
    }

    @Test
    void isSilentOnPackageManagersInitContainersAndTheNode() {
        Events dpkg = Events.by(Processes.of("/usr/bin/rm").childOf(Processes.of("/usr/bin/dpkg")))
                .inContainerOfAge(Duration.ofHours(1));

        assertThat(JUDGE.judge("VDT-3019", removes(dpkg, 4_096, MANY))).isEmpty();
        assertThat(JUDGE.judge("VDT-3019", removes(foreign().in(Containers.preparing("c1")), 4_096, MANY)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3019", removes(foreign().onHost(), 4_096, MANY)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3019", removes(foreign().duringSetup(), 4_096, MANY)))
                .isEmpty();
    }

    @Test
    void aWorseDoerIsAnotherCause() {
        assertThat(JUDGE.only("VDT-3019", removes(foreign(), 256, MANY)).id())
                .isEqualTo(JUDGE.only("VDT-3019", removes(foreign(), 512, MANY)).id())
                .isNotEqualTo(JUDGE.only("VDT-3019", removes(tool(), 256, MANY)).id());
    }
}

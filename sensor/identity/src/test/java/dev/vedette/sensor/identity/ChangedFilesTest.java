package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileChanged.KnownBy;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.probes.record.FileChangeRecord;
import dev.vedette.probes.record.RawFile;
import dev.vedette.sensor.identity.Records.Task;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which file a change is about, also where the kernel's hook knows only its name. */
class ChangedFilesTest {
    private static final String ID = "a".repeat(64);
    private static final long GROUP = 7_000;
    private static final Task SHELL = Task.of(70);
    private static final Task CHMOD = Task.of(71);
    private static final RawFile DIRECTORY = Records.file("/srv", 7, 11);
    private static final FileObject FOUND =
            new FileObject("/srv/tool", 7, 12, 0, 0, 1, 0104755, 0, OverlayLayer.NONE, FileObject.PathEnd.UNVERIFIED);

    private final Enriching enriching = new Enriching();

    @BeforeEach
    void startAContainer() {
        enriching.start(GROUP, "/kubepods/" + ID, SHELL);
        enriching.runtimeSays(ID);
        enriching.node.process(SHELL.pid(), 0, SHELL.start(), "sh", "/bin/sh", FakeNode.HOST, GROUP);
        enriching.node.file("/srv/tool", FOUND);
    }

    @Test
    void takesTheKernelsWordWhereItHasOne() {
        RawFile file = Records.file("/etc/passwd", 7, 50);

        FileChanged changed = changed(FileChangeRecord.TRUNCATE, file, "/other", "", 0);

        assertThat(changed.knownBy()).isEqualTo(KnownBy.KERNEL);
        assertThat(changed.file().inode()).isEqualTo(50);
        assertThat(changed.path()).isEqualTo("/etc/passwd");
    }

    @Test
    void looksUpAnAbsoluteAndARelativeName() {
        assertThat(changed(FileChangeRecord.CHMOD, RawFile.NONE, "/srv/tool", "", 0)
                        .file())
                .isEqualTo(FOUND);
        FileChanged relative = changed(FileChangeRecord.CHMOD, RawFile.NONE, "tool", "", 0);

        assertThat(relative.file()).isEqualTo(FOUND);
        assertThat(relative.knownBy()).isEqualTo(KnownBy.LOOKED_UP);
        assertThat(relative.givesRights()).isTrue();
    }

    @Test
    void findsARenamedFileByItsNewName() {
        FileChanged renamed = changed(FileChangeRecord.RENAME, RawFile.NONE, "/srv/old", "tool", 0);

        assertThat(renamed.file()).isEqualTo(FOUND);
    }

    @Test
    void doesNotTakeWhatStandsInARemovedFilesPlaceForIt() {
        FileChanged removed = changed(FileChangeRecord.UNLINK, RawFile.NONE, "/srv/tool", "", 0);

        assertThat(removed.knownBy()).isEqualTo(KnownBy.PATH_ONLY);
        assertThat(removed.file().known()).isFalse();
        assertThat(removed.path()).isEqualTo("/srv/tool");
    }

    @Test
    void letsAnotherProcessOfTheContainerStandForOneThatHasEnded() {
        enriching.accept(enriching.records.fork(SHELL, GROUP, CHMOD));

        FileChanged changed = change(CHMOD, FileChangeRecord.CHMOD, RawFile.NONE, "/srv/tool", "", 0);

        assertThat(changed.process().pid()).isEqualTo(CHMOD.pid());
        assertThat(changed.file()).isEqualTo(FOUND);
    }

    @Test
    void goesOnWithoutAFileSystemThatDoesNotAnswer() {
        CountDownLatch answer = new CountDownLatch(1);
        enriching.node.silentUntil(answer);

        FileChanged first = changed(FileChangeRecord.CHMOD, RawFile.NONE, "/srv/tool", "", 0);
        FileChanged second = changed(FileChangeRecord.CHMOD, RawFile.NONE, "/srv/tool", "", 0);
        answer.countDown();

        assertThat(first.knownBy()).isEqualTo(KnownBy.PATH_ONLY);
        assertThat(second.knownBy()).isEqualTo(KnownBy.PATH_ONLY);
        assertThat(enriching.metrics.scrape())
                .contains("vedette_identity_file_lookups_total{result=\"hangs\",} 1.0")
                .contains("vedette_identity_file_lookups_total{result=\"skipped\",} 1.0");
    }

    private FileChanged changed(int operation, RawFile file, String requested, String other, long result) {
        return change(SHELL, operation, file, requested, other, result);
    }

    private FileChanged change(Task task, int operation, RawFile file, String requested, String other, long result) {
        enriching.accept(new FileChangeRecord(
                enriching.records.header(task, GROUP),
                operation,
                file,
                RawFile.NONE,
                DIRECTORY,
                04755,
                requested,
                other,
                false,
                result));
        return enriching.last(FileChanged.class);
    }
}

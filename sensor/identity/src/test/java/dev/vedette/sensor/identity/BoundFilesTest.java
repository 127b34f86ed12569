package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileObject.PathEnd;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.OverlayLayer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundFilesTest {
    private static final int PID = 7;

    private final FakeNode node = new FakeNode()
            .mounts(
                    PID,
                    "1 0 0:30 / / rw - overlay overlay rw",
                    "2 1 0:5 / /proc rw - proc proc rw",
                    "3 2 0:5 /sys/kernel/core_pattern /proc/7/attr/exec rw - proc proc rw",
                    "4 2 0:5 /sys /proc/sys ro - proc proc rw",
                    "5 1 0:5 / /again rw - proc proc rw",
                    "6 1 0:5 /sys/kernel /short rw - proc proc rw",
                    "10 6 0:5 /7/comm /covered/core_pattern rw - proc proc rw",
                    "7 1 0:31 / /tmp rw - tmpfs tmpfs rw",
                    "8 7 0:5 /sysrq-trigger /tmp/x rw - proc proc rw",
                    "9 8 0:31 /y /tmp/x rw - tmpfs tmpfs rw");

    private final BoundFiles files = new BoundFiles(node);

    @ParameterizedTest
    @CsvSource({
        "/proc/7/attr/exec, /proc/sys/kernel/core_pattern",
        "/proc/7/oom_score_adj, /proc/7/oom_score_adj",
        "/proc/sys/kernel/core_pattern, /proc/sys/kernel/core_pattern",
        "/again/sysrq-trigger, /proc/sysrq-trigger",
        "/short/hostname, /proc/sys/kernel/hostname",
        "/shortest/hostname, /shortest/hostname",
    })
    void aFileOfProcfsHasTheNameThatItHasThere(String path, String own) {
        assertThat(files.ownName(file(FileSystemMagic.PROC, path), PID, "c", Optional::empty)
                        .path())
                .isEqualTo(own);
    }

    @Test
    void whatAnotherFileWasBoundOverIsNotTheOneBelow() {
        assertThat(files.ownName(file(FileSystemMagic.PROC, "/tmp/x"), PID, "c", Optional::empty)
                        .path())
                .isEqualTo("/tmp/x");
    }

    @Test
    void filesOfOtherFileSystemsAndOfProcessesThatAreGoneKeepTheirNames() {
        assertThat(files.ownName(file(FileSystemMagic.TMPFS, "/proc/7/attr/exec"), PID, "c", Optional::empty)
                        .path())
                .isEqualTo("/proc/7/attr/exec");
        assertThat(files.ownName(file(FileSystemMagic.PROC, "/proc/7/attr/exec"), PID + 1, "c", Optional::empty)
                        .path())
                .isEqualTo("/proc/7/attr/exec");
    }

    @Test
    void whatTheKernelCallsByANameThatRulesLookForKeepsItWhateverIsBoundOverItLater() {
        assertThat(files.ownName(file(FileSystemMagic.PROC, "/covered/core_pattern"), PID, "c", Optional::empty)
                        .path())
                .isEqualTo("/covered/core_pattern");
    }

    @Test
    void aContainerThatOpensWithoutEndIsNotLookedAtWithoutEndAndTakesNoLooksFromOthers() {
        for (int i = 0; i < 1_000; i++) {
            var unused = own("flooding");
        }
        assertThat(own("flooding")).isEqualTo("/proc/7/attr/exec");
        assertThat(own("other")).isEqualTo("/proc/sys/kernel/core_pattern");
    }

    private String own(String container) {
        return files.ownName(file(FileSystemMagic.PROC, "/proc/7/attr/exec"), PID, container, Optional::empty)
                .path();
    }

    @Test
    void anotherProcessOfTheContainerStandsForOneThatIsGone() {
        assertThat(files.ownName(file(FileSystemMagic.PROC, "/proc/7/attr/exec"), PID + 1, "c", () -> Optional.of(PID))
                        .path())
                .isEqualTo("/proc/sys/kernel/core_pattern");
    }

    private static FileObject file(long magic, String path) {
        return new FileObject(path, 5, 99, 0, magic, 1, 0100644, 0, OverlayLayer.NONE, PathEnd.ROOT);
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-2005")
class RawDeviceTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final int BLOCK = 0060600;
    private static final int CHARACTER = 0020600;
    private static final FileObject DISK = Files.ofMode("/tmp/innocent", BLOCK);

    @Test
    void findsDisksUnderAnyName() {
        Events privileged = Events.byServer().in(Containers.privileged());

        assertThat(JUDGE.only("VDT-2005", privileged.opened(DISK, true, true, FileRole.RAW_DEVICE))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only("VDT-2005", privileged.opened(DISK, true, false, FileRole.RAW_DEVICE))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void isMilderWhereTheDeviceWasGivenAndToLoopDisks() {
        FileObject loop = Files.ofMode("/dev/loop0", BLOCK);

        assertThat(JUDGE.only("VDT-2005", Events.byServer().opened(DISK, true, true, FileRole.RAW_DEVICE))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.only(
                                "VDT-2005",
                                Events.byServer()
                                        .in(Containers.privileged())
                                        .opened(loop, true, true, FileRole.RAW_DEVICE))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void findsTheNodesMemory() {
        FileObject kcore = Files.on(FileSystemMagic.PROC, "/proc/kcore");

        assertThat(JUDGE.only("VDT-2005", Events.byServer().reads(kcore)).severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only("VDT-2005", Events.byServer().writes(Files.ofMode("/dev/mem", CHARACTER)))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void findsDevicesMadeByTheirNumber() {
        assertThat(JUDGE.only(
                                "VDT-2005",
                                Events.byServer()
                                        .in(Containers.privileged())
                                        .changes(Operation.MAKE_NODE, DISK, 8 << 20, "", true))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only(
                                "VDT-2005",
                                Events.byServer()
                                        .changes(
                                                Operation.MAKE_NODE,
                                                Files.ofMode("/tmp/m", CHARACTER),
                                                (1 << 20) | 1,
                                                "",
                                                true))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentOnOrdinaryDevicesWhiteoutsAndFilesOfSuchNames() {
        FileObject node = Files.ofMode("/tmp/n", CHARACTER);

        assertThat(JUDGE.judge("VDT-2005", Events.byServer().reads(Files.ofMode("/dev/null", CHARACTER))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2005", Events.byServer().writes(Files.ofImage("/srv/mem"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2005", Events.byServer().reads(Files.on(FileSystemMagic.PROC, "/proc/1/mem"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2005", Events.byServer().changes(Operation.MAKE_NODE, node, 0, "", true)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2005", Events.byServer().changes(Operation.MAKE_NODE, node, (1 << 20) | 3, "", true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2005", Events.byServer().changes(Operation.MAKE_NODE, DISK, 8 << 20, "", false)))
                .isEmpty();
    }
}

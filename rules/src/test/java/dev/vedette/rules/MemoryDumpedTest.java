package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMagic;
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

@RuleTest("VDT-3041")
class MemoryDumpedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Processes SERVER = Processes.of("/app/server").pid(40);

    private static ProcessAccessed reads(Processes reader, Processes target) {
        return Accesses.of(reader, target, Operation.READ_MEMORY, 0);
    }

    @Test
    void findsReadersOfOthersMemory() {
        Processes dropped = Processes.process().executable(Files.onOverlay("/tmp/dump", OverlayLayer.UPPER));

        assertThat(JUDGE.only("VDT-3041", reads(dropped, SERVER)).severity()).isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only("VDT-3041", reads(Processes.of("/usr/bin/py-spy"), SERVER))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsAnInterpreterThatReadsAnotherOne() {
        Processes application = Processes.of("/usr/bin/python3").pid(40);

        assertThat(JUDGE.judge("VDT-3041", reads(Processes.of("/usr/bin/python3"), application)))
                .hasSize(1);
    }

    @Test
    void findsToolsAtTheFile() {
        assertThat(JUDGE.only(
                                "VDT-3041",
                                Events.by(Processes.of("/bin/dd"))
                                        .reads(Files.on(FileSystemMagic.PROC, "/proc/40/mem")))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.judge(
                        "VDT-3041",
                        Events.by(Processes.of("/bin/cat"))
                                .reads(Files.on(FileSystemMagic.PROC, "/proc/40/task/41/mem"))))
                .hasSize(1);
    }

    @Test
    void isSilentOnChildrenOnItsOwnKindAndOnOtherContainers() {
        Processes gdb = Processes.of("/usr/bin/gdb").pid(10);
        Processes handler = Processes.of("/app/server").pid(41);

        assertThat(JUDGE.judge(
                        "VDT-3041", reads(gdb, Processes.of("/app/server").childOf(gdb))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3041", reads(handler, SERVER))).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3041",
                        new ProcessAccessed(
                                Events.by(gdb).context(),
                                Operation.READ_MEMORY,
                                new TargetProcess(SERVER.build(), Container.HOST),
                                0,
                                true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3041", Events.byServer().reads(Files.on(FileSystemMagic.PROC, "/proc/40/mem"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3041", Events.by(Processes.of("/bin/cat")).reads(Files.ofImage("/srv/mem"))))
                .isEmpty();
    }

    @Test
    void isSilentOnOtherDeedsOnThoseThatAreGoneAndOnOtherFilesOfProcesses() {
        Processes gdb = Processes.of("/usr/bin/gdb");
        Events dd = Events.by(Processes.of("/bin/dd"));

        assertThat(JUDGE.judge("VDT-3041", Accesses.of(gdb, SERVER, Operation.TRACE, 16)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3041", Events.by(gdb).accesses(Operation.READ_MEMORY, TargetProcess.NONE, true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3041", dd.reads(Files.on(FileSystemMagic.PROC, "/proc/40/stat"))))
                .isEmpty();
    }

    @Test
    void leavesMemoryThatIsOpenedForWritingTooToItsRule() {
        Events dd = Events.by(Processes.of("/bin/dd"));

        assertThat(JUDGE.judge(
                        "VDT-3041",
                        dd.opened(Files.on(FileSystemMagic.PROC, "/proc/40/mem"), true, true, FileRole.ORDINARY)))
                .isEmpty();
    }
}

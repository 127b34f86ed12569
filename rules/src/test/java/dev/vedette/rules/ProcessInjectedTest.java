package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.ProcessAccessed.Operation;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.TargetProcess;
import dev.vedette.rules.fixtures.Accesses;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-3020")
class ProcessInjectedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final Processes SERVER = Processes.of("/app/server").pid(40);

    private static ProcessAccessed does(Processes process, Processes target, Operation operation, int request) {
        return Accesses.of(process, target, operation, request);
    }

    @ParameterizedTest
    @CsvSource({
        "WRITE_MEMORY, 0, HIGH",
        "TRACE, 4, HIGH",
        "TRACE, 13, HIGH",
        "TRACE, 16, MEDIUM",
        "TRACE, 16902, MEDIUM",
        "TAKE_DESCRIPTOR, 3, MEDIUM",
    })
    void findsWhatIsDoneToOthers(Operation operation, int request, Severity severity) {
        assertThat(JUDGE.only("VDT-3020", does(Processes.of("/opt/tool"), SERVER, operation, request))
                        .severity())
                .isEqualTo(severity);
    }

    @Test
    void findsAnInterpreterThatChangesAnotherOne() {
        Processes application = Processes.of("/usr/bin/python3").pid(40);

        assertThat(JUDGE.judge(
                        "VDT-3020", does(Processes.of("/usr/bin/python3"), application, Operation.WRITE_MEMORY, 0)))
                .hasSize(1);
    }

    @Test
    void findsMemoryOpenedAsAFile() {
        assertThat(JUDGE.only(
                                "VDT-3020",
                                Events.by(Processes.of("/bin/dd"))
                                        .writes(Files.on(FileSystemMagic.PROC, "/proc/40/mem")))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.only("VDT-3020", Events.byServer().writes(Files.on(FileSystemMagic.PROC, "/proc/7/mem")))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnDebuggersOfTheirChildrenAndOnLooks() {
        Processes gdb = Processes.of("/usr/bin/gdb").pid(10);
        Processes debugged = Processes.of("/app/server").childOf(gdb);

        assertThat(JUDGE.judge("VDT-3020", does(gdb, debugged, Operation.TRACE, 4)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3020", does(gdb, debugged, Operation.WRITE_MEMORY, 0)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3020", does(Processes.of("/app/server"), SERVER, Operation.TRACE, 16)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3020", does(gdb, SERVER, Operation.READ_MEMORY, 0)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3020", Events.byServer().writes(Files.ofImage("/srv/mem"))))
                .isEmpty();
    }

    @Test
    void isSilentOnThoseThatAreGoneOnOtherContainersAndOnSettingsOfProcesses() {
        Events gdb = Events.by(Processes.of("/usr/bin/gdb"));
        Events shell = Events.by(Processes.of("/bin/sh"));

        assertThat(JUDGE.judge("VDT-3020", gdb.accesses(Operation.WRITE_MEMORY, TargetProcess.NONE, true)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3020", gdb.accesses(Operation.WRITE_MEMORY, SERVER.of(Containers.besideOrdinary()), true)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3020", shell.writes(Files.on(FileSystemMagic.PROC, "/proc/40/oom_score_adj"))))
                .isEmpty();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3005")
class FilelessExecutionTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsMemoryAndDeletedFiles() {
        Processes memory = Processes.process().executable(Files.inMemory("kworker"));
        Processes deleted = Processes.process().executable(Files.deleted("/tmp/x"));

        assertThat(JUDGE.only("VDT-3005", Events.by(memory).executes()).severity())
                .isEqualTo(Severity.CRITICAL);
        assertThat(JUDGE.only("VDT-3005", Events.by(deleted).executes()).severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void findsSharedMemory() {
        Processes shared = Processes.process().executable(Files.on(FileSystemMagic.TMPFS, "/dev/shm/x"));

        assertThat(JUDGE.only("VDT-3005", Events.by(shared).executes()).severity())
                .isEqualTo(Severity.HIGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/fd/5", "/proc/self/fd/5", "/proc/12/fd/5"})
    void findsDescriptorsInPlaceOfPaths(String requested) {
        assertThat(JUDGE.judge("VDT-3005", Events.byServer().executes(requested, ProcessExecuted.Session.MAIN)))
                .hasSize(1);
    }

    @Test
    void isSilentOnOrdinaryProgramsAndOnTheRuntimesSealedCopyOfItself() {
        Processes runc = Processes.process().executable(Files.inMemory("runc_cloned:/proc/self/exe"));

        assertThat(JUDGE.judge(Events.byServer().executes("/proc/self/exe", ProcessExecuted.Session.MAIN)))
                .isEmpty();
        assertThat(JUDGE.judge(Events.by(runc).duringSetup().executes())).isEmpty();
    }
}

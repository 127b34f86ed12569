package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileObject.PathEnd;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.policy.model.ProgramStart;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2025")
class StartedOutsideRootTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static ProcessExecuted begins(Processes process, String requested, String folder, PathEnd end) {
        FileObject directory = new FileObject(folder, 8, 2, 0, 0xef53, 1, 0040755, 0, OverlayLayer.NONE, end);
        return new ProcessExecuted(
                Events.by(process).context(),
                requested,
                false,
                Processes.process()
                        .executable(FileObject.ofPath("/usr/bin/runc"))
                        .build(),
                Session.EXEC,
                new ProgramStart(FileObject.NONE, directory, 0, 0, Map.of(), true, 1, false, false, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/proc/self/fd/8/bin/sh", "sh"})
    void findsAFolderOutsideTheRootWhateverTheProgramIs(String requested) {
        assertThat(JUDGE.only("VDT-2025", begins(Processes.of("/bin/sh"), requested, "/", PathEnd.OUTSIDE_ROOT))
                        .severity())
                .isEqualTo(Severity.CRITICAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/self/fd/7",
                "/proc/self/exe",
                "/proc/thread-self/root/bin/sh",
                "/proc/1/cwd/run",
                "/proc/12/task/12/exe"
            })
    void findsProgramsAskedForThroughAProcess(String requested) {
        assertThat(JUDGE.only("VDT-2025", begins(Processes.of("/bin/sh"), requested, "/", PathEnd.ROOT))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void isSilentOnAShellThatHasItsLastCommandTakeItsPlace() {
        ProcessExecuted started = begins(Processes.of("/bin/busybox"), "/proc/self/exe", "/", PathEnd.ROOT);
        ProcessExecuted replaced = new ProcessExecuted(
                started.context(),
                started.requestedPath(),
                false,
                Processes.of("/bin/sh").build(),
                Session.EXEC,
                started.start());

        assertThat(JUDGE.judge("VDT-2025", replaced)).isEmpty();
    }

    @Test
    void isSilentOnOrdinaryStartsAndOnWhatTheContainerDoesItself() {
        Processes child = Processes.of("/app/server").childOf(Processes.of("/bin/sh"));

        assertThat(JUDGE.judge("VDT-2025", begins(Processes.of("/bin/sh"), "/bin/sh", "/srv", PathEnd.ROOT)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2025", begins(Processes.of("/bin/sh"), "/bin/sh", "", PathEnd.DETACHED)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2025", begins(child, "/proc/self/exe", "/", PathEnd.ROOT)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2025", begins(Processes.of("/bin/cat"), "/proc/cpuinfo", "/", PathEnd.ROOT)))
                .isEmpty();
    }
}

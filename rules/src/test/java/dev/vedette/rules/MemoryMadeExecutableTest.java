package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.MemoryProtected;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3040")
class MemoryMadeExecutableTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static List<Finding> makes(Processes process, MemoryProtected.Operation operation, boolean writable) {
        return JUDGE.judge("VDT-3040", Events.by(process).makesExecutable(operation, FileObject.NONE, writable));
    }

    private static Severity severity(Processes process) {
        List<Finding> found = makes(process, MemoryProtected.Operation.PROTECT, false);
        assertThat(found).hasSize(1);
        return found.getFirst().severity();
    }

    @Test
    void findsPackedProgramsAndThoseWithoutAFile() {
        assertThat(severity(Processes.process().executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER))))
                .isEqualTo(Severity.MEDIUM);
        assertThat(severity(Processes.process().executable(Files.inMemory("java"))))
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsToolsServersAndSessions() {
        Processes server = Processes.of("/usr/sbin/vsftpd").serving();
        Processes behind =
                Processes.of("/opt/x").childOf(Processes.of("/bin/sh").childOf(server));

        assertThat(severity(Processes.of("/bin/dd"))).isEqualTo(Severity.MEDIUM);
        assertThat(severity(behind)).isEqualTo(Severity.HIGH);
        assertThat(severity(server)).isEqualTo(Severity.LOW);
        assertThat(severity(Processes.of("/opt/x").stdio(Stdio.Kind.TERMINAL))).isEqualTo(Severity.LOW);
    }

    @Test
    void findsAllRightsAtOnceAndChangedPagesOfAFile() {
        Processes tool = Processes.of("/bin/tar");

        assertThat(makes(tool, MemoryProtected.Operation.MAP, true)).hasSize(1);
        assertThat(JUDGE.judge(
                        "VDT-3040",
                        Events.by(tool)
                                .makesExecutable(
                                        MemoryProtected.Operation.PROTECT, Files.ofImage("/usr/lib/a.so"), true)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/opt/jdk/bin/java",
                "/usr/bin/node",
                "/usr/bin/python3.11",
                "/usr/sbin/nginx",
                "/usr/sbin/php-fpm8.2",
                "/usr/lib/postgresql/16/bin/postgres",
                "/bin/grep"
            })
    void isSilentOnProgramsThatMakeCode(String path) {
        assertThat(makes(Processes.of(path).serving(), MemoryProtected.Operation.MAP, true))
                .isEmpty();
    }

    @Test
    void isSilentOnQuietProgramsAndOnLibraries() {
        assertThat(makes(Processes.of("/app/batch"), MemoryProtected.Operation.PROTECT, false))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3040",
                        Events.by(Processes.of("/bin/tar"))
                                .makesExecutable(MemoryProtected.Operation.MAP, Files.ofImage("/usr/lib/a.so"), false)))
                .isEmpty();
    }
}

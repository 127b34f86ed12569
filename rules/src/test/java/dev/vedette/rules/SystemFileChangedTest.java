package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3024")
class SystemFileChangedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsProgramsAndLibrariesWritten() {
        assertThat(JUDGE.only("VDT-3024", Events.byServer().writes(Files.onOverlay("/usr/bin/perl", OverlayLayer.BOTH)))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.judge(
                        "VDT-3024", Events.byServer().writes(Files.ofImage("/usr/lib/x86_64-linux-gnu/libc.so.6"))))
                .hasSize(1);
    }

    @Test
    void findsThemReplacedRemovedAndByCopiedTools() {
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/app", OverlayLayer.UPPER));

        assertThat(JUDGE.judge(
                        "VDT-3024", Events.byServer().changes(Operation.RENAME, Files.ofImage("/tmp/x"), "/bin/ls")))
                .hasSize(1);
        assertThat(JUDGE.only(
                                "VDT-3024",
                                Events.by(copied).changes(Operation.UNLINK, Files.ofImage("/usr/sbin/sshd"), 0))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void isSilentOnPackagesCachesAndOtherPlaces() {
        Processes script = Processes.of("/bin/cp").childOf(Processes.of("/sbin/apk"));

        assertThat(JUDGE.judge("VDT-3024", Events.by(script).writes(Files.ofImage("/usr/bin/perl"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3024", Events.byServer().writes(Files.ofImage("/usr/local/bin/tool"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3024", Events.byServer().writes(Files.ofImage("/usr/lib/python3/__pycache__/a.so.pyc"))))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3024", Events.byServer().changes(Operation.RENAME, Files.ofImage("/app/x"), "/app/y")))
                .isEmpty();
    }

    @Test
    void isSilentOnThoseWhoseWorkItIs() {
        Events toolkit = Events.by(Processes.of("/usr/bin/nvidia-container-cli"));
        Events ldconfig = Events.by(Processes.of("/sbin/ldconfig"));
        Events dpkg = Events.by(Processes.of("/usr/bin/dpkg"));

        assertThat(JUDGE.judge("VDT-3024", toolkit.writes(Files.ofImage("/usr/bin/nvidia-smi"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3024", ldconfig.changes(Operation.UNLINK, Files.ofImage("/usr/lib/libx.so.1"), 0)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3024",
                        dpkg.changes(Operation.RENAME, Files.ofImage("/usr/bin/perl.dpkg-new"), "/usr/bin/perl")))
                .isEmpty();
    }

    @Test
    void isSilentOnRightsGivenByEntrypointsAndOnCompiledScripts() {
        Events python = Events.by(Processes.of("/usr/bin/python3.11"));
        String compiled = "/usr/bin/__pycache__/tool.cpython-311.pyc";

        assertThat(JUDGE.judge(
                        "VDT-3024",
                        Events.by(Processes.of("/bin/chmod"))
                                .changes(Operation.CHMOD, Files.ofImage("/usr/bin/app"), 0755)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3024", python.changes(Operation.RENAME, Files.ofImage(compiled + ".140"), compiled)))
                .isEmpty();
    }
}

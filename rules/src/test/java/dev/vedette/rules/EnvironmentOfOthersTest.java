package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3027")
class EnvironmentOfOthersTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static List<Finding> reads(String container, Processes process, String path) {
        return JUDGE.judge(
                "VDT-3027",
                Events.by(process).in(Containers.named(container, "web")).reads(Files.on(FileSystemMagic.PROC, path)));
    }

    @Test
    void findsTheThirdProcessWhoeverReadsIt() {
        assertThat(reads("a", Processes.of("/bin/cat"), "/proc/1/environ")).isEmpty();
        assertThat(reads("a", Processes.of("/usr/bin/perl"), "/proc/7/task/8/environ"))
                .isEmpty();

        assertThat(reads("a", Processes.of("/bin/cat"), "/proc/9/mem"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.MEDIUM));
    }

    @Test
    void isHighForAProgramThatIsNotOfTheImage() {
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/a", OverlayLayer.UPPER));
        reads("b", copied, "/proc/1/environ");
        reads("b", copied, "/proc/2/environ");

        assertThat(reads("b", copied, "/proc/3/environ"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void isSilentOnOneProcessAndOnOtherFiles() {
        for (int i = 0; i < 4; i++) {
            assertThat(reads("c", Processes.of("/bin/cat"), "/proc/1/environ")).isEmpty();
            assertThat(reads("c", Processes.of("/bin/ps"), "/proc/" + i + "/stat"))
                    .isEmpty();
        }
        for (int i = 0; i < 4; i++) {
            assertThat(JUDGE.judge("VDT-3027", Events.byServer().reads(Files.ofImage("/proc/" + i + "/environ"))))
                    .isEmpty();
        }
    }

    @Test
    void isSilentOnWorkersThatReadTheirOwnOnListersAndOnCollectorsOfFigures() {
        for (int i = 1; i < 5; i++) {
            FileObject own = Files.on(FileSystemMagic.PROC, "/proc/" + i + "/environ");
            Events worker = Events.by(Processes.of("/usr/bin/python3").pid(i)).in(Containers.named("d", "web"));

            assertThat(JUDGE.judge(
                            "VDT-3027",
                            new FileOpened(
                                    worker.context(),
                                    own,
                                    true,
                                    false,
                                    false,
                                    "/proc/self/environ",
                                    false,
                                    FileRole.ORDINARY)))
                    .isEmpty();
            assertThat(reads("d", Processes.of("/bin/ps"), own.path())).isEmpty();
            assertThat(reads("d", Processes.of("/bin/node_exporter"), "/proc/" + i + "/stat"))
                    .isEmpty();
        }
    }
}

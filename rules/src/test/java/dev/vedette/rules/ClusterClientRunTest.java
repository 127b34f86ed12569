package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
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

@RuleTest("VDT-3028")
class ClusterClientRunTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static List<Finding> begins(Processes process) {
        return JUDGE.judge("VDT-3028", Events.by(process).executes());
    }

    private static List<Finding> isPutIn(Stdio.Kind out, String path, String... arguments) {
        return JUDGE.judge(
                "VDT-3028",
                Events.by(Processes.of(path).arguments(arguments).stdio(Stdio.Kind.NULL_DEVICE, out, Stdio.Kind.PIPE))
                        .isPutIn());
    }

    @Test
    void findsClientsThatWereFetchedAndThoseOfPersonsAndServers() {
        Processes fetched = Processes.process().executable(Files.onOverlay("/tmp/kubectl", OverlayLayer.UPPER));
        Processes person = Processes.of("/usr/bin/crictl").stdio(Stdio.Kind.TERMINAL);
        Processes server = Processes.of("/usr/bin/kubectl")
                .childOf(Processes.of("/bin/sh").childOf(Processes.process().serving()));

        assertThat(begins(fetched))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.MEDIUM));
        assertThat(begins(person)).hasSize(1);
        assertThat(begins(server))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.HIGH));
    }

    @Test
    void findsFilesCarriedOut() {
        assertThat(isPutIn(Stdio.Kind.PIPE, "/bin/tar", "tar", "cf", "-", "/data"))
                .singleElement()
                .satisfies(f -> assertThat(f.severity()).isEqualTo(Severity.LOW));
        assertThat(isPutIn(Stdio.Kind.PIPE, "/bin/busybox", "tar", "-czf", "-", "/data"))
                .hasSize(1);
        assertThat(isPutIn(Stdio.Kind.PIPE, "/bin/tar", "tar", "--create", "/data"))
                .hasSize(1);
    }

    @Test
    void isSilentOnImagesForItAndOnFilesCarriedInOrPackedInside() {
        assertThat(begins(Processes.of("/usr/bin/kubectl").childOf(Processes.of("/bin/sh"))))
                .isEmpty();
        assertThat(isPutIn(Stdio.Kind.PIPE, "/bin/tar", "tar", "-xmf", "-", "-C", "/data"))
                .isEmpty();
        assertThat(isPutIn(Stdio.Kind.FILE, "/bin/tar", "tar", "cf", "-", "/data"))
                .isEmpty();
        assertThat(begins(Processes.of("/bin/tar").arguments("tar", "cf", "-", "/data")))
                .isEmpty();
    }

    @Test
    void isSilentOnOtherProgramsWhoeverRunsThem() {
        assertThat(begins(Processes.process().executable(Files.onOverlay("/app/plugin", OverlayLayer.UPPER))))
                .isEmpty();
        assertThat(begins(Processes.of("/bin/ls").stdio(Stdio.Kind.TERMINAL))).isEmpty();
    }
}

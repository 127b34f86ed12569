package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProgramStart;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-2021")
class HelperRunsUnusualTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static ProcessExecuted starts(String helper, String program, String script) {
        FileObject file = script.isEmpty() ? FileObject.NONE : Files.ofImage(script);
        return new ProcessExecuted(
                Events.by(Processes.of(program)).onHost().context(),
                script.isEmpty() ? program : script,
                false,
                Processes.of(helper).build(),
                ProcessExecuted.Session.NONE,
                new ProgramStart(file, FileObject.NONE, 0, 0, Map.of(), true, 1, false, false, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/conmon, /bin/sh",
        "/usr/bin/conmon, /var/tmp/anything",
        "/usr/bin/pinns, /usr/bin/runc",
        "/usr/bin/kubelet, /usr/bin/git",
        "/usr/bin/kubelet, /bin/dash",
        "/usr/bin/containerd-shim-runc-v2, /usr/bin/python3.11",
        "/usr/bin/containerd, /usr/bin/curl",
    })
    void findsWhatHelpersNeverStart(String helper, String program) {
        assertThat(JUDGE.only("VDT-2021", starts(helper, program, "")).severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsScriptsByTheirInterpreter() {
        assertThat(JUDGE.judge("VDT-2021", starts("/usr/bin/kubelet", "/bin/sh", "/tmp/.git/hooks/post-checkout")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/bin/conmon, /usr/bin/runc",
        "/usr/bin/conmon, /usr/bin/podman",
        "/usr/bin/kubelet, /usr/bin/mount",
        "/usr/bin/kubelet, /usr/sbin/iptables",
        "/usr/bin/kubelet, /usr/libexec/kubernetes/credential-provider/ecr",
        "/usr/bin/containerd-shim-runc-v2, /usr/bin/runc",
        "/usr/bin/containerd, /usr/bin/unpigz",
        "/usr/lib/systemd/systemd, /bin/sh",
        "/bin/bash, /usr/bin/git",
    })
    void isSilentOnTheirDailyWorkAndOnOthers(String helper, String program) {
        assertThat(JUDGE.judge("VDT-2021", starts(helper, program, ""))).isEmpty();
    }

    @Test
    void isSilentOnPluginsThatAreScriptsAndOnContainers() {
        assertThat(JUDGE.judge("VDT-2021", starts("/usr/bin/containerd", "/bin/bash", "/opt/cni/bin/own-plugin")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2021", Events.by(Processes.of("/bin/sh")).executes()))
                .isEmpty();
    }

    @Test
    void isSilentOnARuntimeWithinAContainer() {
        Processes shell = Processes.of("/bin/sh");
        ProcessExecuted withinContainer = Events.by(shell).executesAfter(Processes.of("/usr/local/bin/dockerd"));

        assertThat(JUDGE.judge("VDT-2021", withinContainer)).isEmpty();
    }
}

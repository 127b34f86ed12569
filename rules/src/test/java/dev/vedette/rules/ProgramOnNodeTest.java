package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ProcessExecuted.Session;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import dev.vedette.rules.fixtures.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-1023")
class ProgramOnNodeTest {
    private static final String DRIVER = "/usr/libexec/kubernetes/kubelet-plugins/volume/exec/acme~disk/disk";

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gitRepo    | repository=https://git.example/a.git directory=.      | MEDIUM
            gitRepo    | repository=https://git.example/a.git directory=g/.git | HIGH
            gitRepo    | repository=ext::sh -c id directory=.                  | HIGH
            gitRepo    | repository=/etc/kubernetes                            | HIGH
            gitRepo    | repository=--upload-pack=id                           | HIGH
            flexVolume | driver=acme/disk                                      | MEDIUM
            iscsi      | targetPortal=192.0.2.1:3260                           | LOW
            rbd        | monitors=192.0.2.1:6789                               | LOW
            """)
    void findsVolumesThatRunPrograms(String kind, String given, Severity severity) {
        Finding finding = JUDGE.only("VDT-1023", Settings.declared(Aspect.VOLUME_PROGRAM, kind, given));

        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.evidence()).containsEntry("given", given);
        assertThat(JUDGE.judge("VDT-1023", Settings.declared(Aspect.HOST_PORT, "TCP", "80")))
                .isEmpty();
    }

    @Test
    void findsWhatTheKubeletRuns() {
        assertThat(severities("kubelet", "/usr/bin/git", "", true)).containsExactly(Severity.HIGH);
        assertThat(severities("k3s", DRIVER, "", true)).containsExactly(Severity.MEDIUM);
        assertThat(severities("kubelet", "/bin/bash", DRIVER, true)).containsExactly(Severity.MEDIUM);
    }

    @Test
    void isSilentOnWhatOthersRunOnWhatTheKubeletUsuallyRunsAndInContainers() {
        assertThat(severities("bash", "/usr/bin/git", "", true)).isEmpty();
        assertThat(severities("bash", DRIVER, "", true)).isEmpty();
        assertThat(severities("kubelet", "/usr/bin/mount", "", true)).isEmpty();
        assertThat(severities("kubelet", "/usr/bin/du", "", true)).isEmpty();
        assertThat(severities("kubelet", "/usr/bin/git", "", false)).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-1023",
                        Events.by(Processes.of("/usr/bin/git")).onHost().executes()))
                .isEmpty();
    }

    private static List<Severity> severities(String parent, String program, String asked, boolean onHost) {
        Events by = Events.by(Processes.of(program).childOf(Processes.of("/usr/bin/" + parent)));
        return JUDGE.judge("VDT-1023", (onHost ? by.onHost() : by).executes(asked, Session.NONE)).stream()
                .map(Finding::severity)
                .toList();
    }
}

package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Isolations;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-1008")
class RuntimeSocketMountedTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/run/docker.sock",
                "/run/docker.sock",
                "//run///docker.sock",
                "/run/../var/run/./docker.sock",
                "/proc/1/root/run/docker.sock",
                "/run/containerd/containerd.sock",
                "/run/containerd",
                "/run/containerd/containerd.sock.ttrpc",
                "/run/k3s/containerd/containerd.sock",
                "/run/k3s",
                "/run/rke2/containerd",
                "/var/run/crio/crio.sock",
                "/run/cri-dockerd.sock",
                "/var/run/dockershim.sock",
                "/run/podman/podman.sock",
                "/run/user/1000/podman/podman.sock",
                "/run/user/1000",
                "/run/user",
                "/run/buildkit/buildkitd.sock",
                "/srv/tools/docker.sock",
                "/proc/1/cwd/run/docker.sock",
                "\\\\.\\pipe\\docker_engine",
                "//./pipe/containerd-containerd",
                "npipe:////./pipe/docker_engine",
                "/run",
                "/var/run",
                "/var",
                "/"
            })
    void findsTheSocketAndEveryDirectoryAboveIt(String source) {
        Finding finding =
                JUDGE.only("VDT-1008", Isolations.ordinary().mounting(source).seenIn(Source.MANIFEST));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.evidence().get("socket")).containsAnyOf(".sock", "pipe");
    }

    @Test
    void findsAReadOnlyMountTooAsItForbidsNoConnection() {
        Isolations mounted = Isolations.ordinary().mountingReadOnly("/run/containerd/containerd.sock");

        assertThat(JUDGE.judge("VDT-1008", mounted.seenIn(Source.KERNEL))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/run/app/app.sock",
                "/var/lib/kubelet/device-plugins/kubelet.sock",
                "/run/docker.sock.d",
                "/run/containerd-debug",
                "/run/user/1000/bus",
                "/var/lib/mysql",
                "\\\\.\\pipe\\my_service"
            })
    void isSilentOnOtherSocketsAndDirectories(String source) {
        assertThat(JUDGE.judge(
                        "VDT-1008", Isolations.ordinary().mounting(source).seenIn(Source.MANIFEST)))
                .isEmpty();
    }
}

package dev.vedette.sensor.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.sensor.cri.RuntimeDiscovery.UnusableEndpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeDiscoveryTest {
    @TempDir
    Path root;

    @Test
    void findsNothingOnANodeWithoutRuntimes() {
        assertThat(new RuntimeDiscovery(root).discover())
                .isEqualTo(new RuntimeDiscovery.Found(java.util.List.of(), java.util.List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "run/containerd/containerd.sock, CONTAINERD, true",
        "run/k3s/containerd/containerd.sock, CONTAINERD, true",
        "run/crio/crio.sock, CRI_O, true",
        "run/cri-dockerd.sock, CRI_DOCKERD, true",
        "run/docker.sock, DOCKER, false",
        "run/podman/podman.sock, PODMAN, false",
    })
    void findsWellKnownSockets(String path, RuntimeKind kind, boolean cri) throws IOException {
        Path socket = touch(path);

        var found = new RuntimeDiscovery(root).discover();

        assertThat(found.endpoints()).containsExactly(new RuntimeEndpoint(kind, socket));
        assertThat(found.cri()).hasSize(cri ? 1 : 0);
    }

    @Test
    void takesTheSocketThatCrictlIsConfiguredFor() throws IOException {
        Path socket = touch("opt/own/containerd.sock");
        crictl("runtime-endpoint: unix:///opt/own/containerd.sock\ntimeout: 2\n");

        assertThat(new RuntimeDiscovery(root).discover().endpoints())
                .containsExactly(RuntimeEndpoint.containerd(socket));
    }

    @Test
    void namesASocketOnceThoughItIsFoundTwice() throws IOException {
        touch("run/containerd/containerd.sock");
        Files.createDirectories(root.resolve("var"));
        Files.createSymbolicLink(root.resolve("var/run"), root.resolve("run"));
        crictl("runtime-endpoint: unix:///var/run/containerd/containerd.sock\n");

        assertThat(new RuntimeDiscovery(root).discover().endpoints()).hasSize(1);
    }

    @Test
    void refusesADockershimInOneSentence() throws IOException {
        touch("run/dockershim.sock");

        assertThat(new RuntimeDiscovery(root).discover().refused())
                .singleElement()
                .asString()
                .contains("1.24");
    }

    @Test
    void saysWhenCrictlNamesASocketThatIsNotThere() throws IOException {
        crictl("runtime-endpoint: unix:///run/none.sock\n");

        assertThat(new RuntimeDiscovery(root).discover().refused())
                .singleElement()
                .asString()
                .contains("unix:///run/none.sock");
    }

    @Test
    void looksOnThoughCrictlsConfigurationIsBroken() throws IOException {
        touch("run/crio/crio.sock");
        crictl("runtime-endpoint: [\n");

        assertThat(new RuntimeDiscovery(root).discover().endpoints()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "npipe:////./pipe/containerd-containerd, Windows",
        "unix:///var/run/dockershim.sock, dockershim",
        "tcp://127.0.0.1:10010, unix socket",
        "containerd.sock, absolute",
    })
    void refusesWhatItCannotUse(String endpoint, String reason) {
        assertThatThrownBy(() -> RuntimeDiscovery.parse(endpoint))
                .isInstanceOf(UnusableEndpointException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void readsEndpointsAsPeopleWriteThem() throws UnusableEndpointException {
        assertThat(RuntimeDiscovery.parse("/run/crio/crio.sock").kind()).isEqualTo(RuntimeKind.CRI_O);
        assertThat(RuntimeDiscovery.parse("unix:///run/a/containerd.sock"))
                .isEqualTo(RuntimeEndpoint.containerd(Path.of("/run/a/containerd.sock")));
        assertThat(RuntimeDiscovery.parse("unix:/run/x.sock").kind()).isEqualTo(RuntimeKind.OTHER);
    }

    private Path touch(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private void crictl(String content) throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("etc/crictl.yaml"), content);
    }
}

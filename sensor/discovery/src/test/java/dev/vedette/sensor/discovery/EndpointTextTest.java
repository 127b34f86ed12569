package dev.vedette.sensor.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTextTest {
    @ParameterizedTest
    @CsvSource({
        "npipe:////./pipe/containerd-containerd, Windows",
        "NPIPE:////./pipe/dockershim, Windows",
        "\\\\.\\pipe\\docker_engine, Windows",
        "C:\\run\\containerd.sock, Windows",
        "unix:///var/run/dockershim.sock, dockershim",
        "unix:///run/rktlet.sock, rkt",
        "tcp://127.0.0.1:2375, anybody could answer",
        "fd://3, unix socket",
        "containerd.sock, absolute",
        "'', absolute",
    })
    void refusesWhatItCannotUse(String endpoint, String reason) {
        assertThatThrownBy(() -> EndpointText.parse(endpoint))
                .isInstanceOf(UnusableEndpointException.class)
                .hasMessageContaining(reason)
                .hasMessageEndingWith(".");
    }

    @Test
    void refusesAPathThatNoFileCanHaveAndDoesNotRepeatIt() {
        assertThatThrownBy(() -> EndpointText.parse("/run/\0\033[2J.sock"))
                .isInstanceOf(UnusableEndpointException.class)
                .hasMessageNotContaining("\033");
    }

    @Test
    void readsEndpointsAsPeopleWriteThem() throws UnusableEndpointException {
        assertThat(EndpointText.parse("/run/crio/crio.sock").kind()).isEqualTo(RuntimeKind.CRI_O);
        assertThat(EndpointText.parse(" unix:///run/a/containerd.sock "))
                .isEqualTo(RuntimeEndpoint.containerd(Path.of("/run/a/containerd.sock")));
        assertThat(EndpointText.parse("unix:/run/x.sock").kind()).isEqualTo(RuntimeKind.OTHER);
        assertThat(EndpointText.parse("unix:///run/docker.sock").kind()).isEqualTo(RuntimeKind.DOCKER);
    }
}

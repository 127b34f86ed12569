package dev.vedette.sensor.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import dev.vedette.sensor.discovery.RuntimeDiscovery.Found;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Discovery on a node's file system that is a folder, with real sockets in it. */
class RuntimeDiscoveryTest {
    @TempDir
    Path root;

    private final List<ServerSocketChannel> open = new ArrayList<>();

    @AfterEach
    void closeSockets() throws IOException {
        for (ServerSocketChannel socket : open) {
            socket.close();
        }
    }

    @Test
    void findsNothingOnANodeWithoutRuntimes() {
        assertThat(discover()).isEqualTo(new Found(List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "run/containerd/containerd.sock, CONTAINERD, true",
        "run/k3s/containerd/containerd.sock, CONTAINERD, true",
        "run/crio/crio.sock, CRI_O, true",
        "var/run/crio/crio.sock, CRI_O, true",
        "run/cri-dockerd.sock, CRI_DOCKERD, true",
        "run/k3s/cri-dockerd/cri-dockerd.sock, CRI_DOCKERD, true",
        "run/docker.sock, DOCKER, false",
        "run/podman/podman.sock, PODMAN, false",
    })
    void findsWellKnownSockets(String path, RuntimeKind kind, boolean cri) throws IOException {
        Path socket = listen(path);

        assertThat(discover().endpoints()).containsExactly(new RuntimeEndpoint(kind, socket));
        assertThat(discover().cri()).hasSize(cri ? 1 : 0);
        assertThat(discover().refused()).isEmpty();
    }

    @Test
    void anOrdinaryUsersDockerIsNotBelievedUnasked() throws IOException {
        listen("run/user/1000/docker.sock");

        assertThat(discover().endpoints()).isEmpty();
        assertThat(discover().refused()).singleElement().asString().contains("/run/user/1000/docker.sock", "--runtime");
    }

    @Test
    void findsAllTheRuntimesOfANode() throws IOException {
        listen("run/containerd/containerd.sock");
        listen("run/crio/crio.sock");
        listen("run/docker.sock");

        assertThat(discover().endpoints())
                .extracting(RuntimeEndpoint::kind)
                .containsExactly(RuntimeKind.CONTAINERD, RuntimeKind.CRI_O, RuntimeKind.DOCKER);
    }

    @Test
    void whatTheKubeletUsesComesFirst() throws IOException {
        listen("run/containerd/containerd.sock");
        Path crio = listen("opt/node/crio.sock");
        process(700, "/usr/bin/kubelet", "--container-runtime-endpoint=unix:///opt/node/crio.sock");

        assertThat(discover().endpoints()).first().isEqualTo(new RuntimeEndpoint(RuntimeKind.CRI_O, crio));
        assertThat(discover().endpoints()).hasSize(2);
    }

    @Test
    void readsTheKubeletsFileAndItsDropIns() throws IOException {
        Path socket = listen("opt/b.sock");
        process(700, "/usr/bin/kubelet", "--config", "/etc/kubelet.yaml", "--config-dir=/etc/kubelet.d");
        write("etc/kubelet.yaml", "containerRuntimeEndpoint: unix:///opt/a.sock\n");
        write("etc/kubelet.d/10-runtime.conf", "containerRuntimeEndpoint: unix:///opt/b.sock\n");

        assertThat(discover().endpoints()).containsExactly(new RuntimeEndpoint(RuntimeKind.OTHER, socket));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            var/lib/kubelet/config.yaml          | containerRuntimeEndpoint: unix:///opt/own.sock
            var/lib/kubelet/instance-config.yaml | containerRuntimeEndpoint: "unix:///opt/own.sock"
            var/lib/kubelet/kubeadm-flags.env    | KUBELET_KUBEADM_ARGS="--v=2 --container-runtime-endpoint=unix:///opt/own.sock"
            etc/rancher/k3s/config.yaml          | container-runtime-endpoint: /opt/own.sock
            etc/rancher/rke2/config.yaml         | container-runtime-endpoint: /opt/own.sock
            """)
    void readsWhatAKubeletWillBeStartedWith(String file, String content) throws IOException {
        Path socket = listen("opt/own.sock");
        write(file, content + "\n");

        assertThat(discover().endpoints()).containsExactly(new RuntimeEndpoint(RuntimeKind.OTHER, socket));
    }

    @Test
    void aKubeletsRuntimeIsWaitedForThoughItIsNotThereYet() throws IOException {
        process(700, "kubelet", "--container-runtime-endpoint", "unix:///run/later/containerd.sock");

        assertThat(discover().endpoints())
                .containsExactly(RuntimeEndpoint.containerd(root.resolve("run/later/containerd.sock")));
        assertThat(discover().refused())
                .singleElement()
                .asString()
                .contains("--container-runtime-endpoint")
                .contains("no such socket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0::/kubepods/besteffort/pod1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "0::/docker/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "0::/machine.slice/libpod-x.scope"
            })
    void aContainersProcessThatCallsItselfKubeletIsNotListenedTo(String cgroup) throws IOException {
        listen("tmp/trap.sock");
        process(700, "/usr/bin/kubelet", "--container-runtime-endpoint=unix:///tmp/trap.sock");
        write("proc/700/cgroup", cgroup + "\n");

        assertThat(discover()).isEqualTo(new Found(List.of(), List.of()));
    }

    @Test
    void anOrdinaryUsersProcessThatCallsItselfKubeletIsNotListenedTo() throws IOException {
        listen("tmp/trap.sock");
        process(700, "/usr/bin/kubelet", "--container-runtime-endpoint=unix:///tmp/trap.sock");
        write("proc/700/status", "Name:\tkubelet\nUid:\t1000\t1000\t1000\t1000\n");

        assertThat(discover()).isEqualTo(new Found(List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"docker, 1.24", "rkt, no longer maintained"})
    void saysThatAKubeletIsSetToARuntimeThatIsGone(String kind, String reason) throws IOException {
        process(700, "/usr/bin/kubelet", "--container-runtime=" + kind);

        assertThat(discover().refused())
                .singleElement()
                .asString()
                .contains("--container-runtime=" + kind)
                .contains(reason);
    }

    @Test
    void saysThatAKubeletIsSetToAPipeOfWindows() throws IOException {
        write("var/lib/kubelet/config.yaml", "containerRuntimeEndpoint: npipe:////./pipe/containerd-containerd\n");

        assertThat(discover().endpoints()).isEmpty();
        assertThat(discover().refused())
                .singleElement()
                .asString()
                .contains("/var/lib/kubelet/config.yaml:1")
                .contains("Windows");
    }

    @Test
    void saysWhereTheKubeletsFileIsBrokenAndLooksOn() throws IOException {
        listen("run/crio/crio.sock");
        write("var/lib/kubelet/config.yaml", "a: b\ncontainerRuntimeEndpoint: [\n");

        assertThat(discover().endpoints()).hasSize(1);
        assertThat(discover().refused()).singleElement().asString().startsWith("/var/lib/kubelet/config.yaml:");
    }

    @Test
    void takesTheSocketThatCrictlIsConfiguredFor() throws IOException {
        Path socket = listen("opt/own/containerd.sock");
        write("etc/crictl.yaml", "runtime-endpoint: unix:///opt/own/containerd.sock\ntimeout: 2\n");

        assertThat(discover().endpoints()).containsExactly(RuntimeEndpoint.containerd(socket));
    }

    @Test
    void namesASocketOnceThoughItIsFoundByAnotherWayAndThroughALink() throws IOException {
        listen("run/containerd/containerd.sock");
        Files.createDirectories(root.resolve("var"));
        Files.createSymbolicLink(root.resolve("var/run"), Path.of("/run")); // as the node means it: below its root
        write("etc/crictl.yaml", "runtime-endpoint: unix:///var/run/containerd/containerd.sock\n");

        assertThat(discover().endpoints()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"run/dockershim.sock, 1.24", "run/rktlet.sock, rkt"})
    void refusesRuntimesThatAreGoneInOneSentence(String path, String reason) throws IOException {
        listen(path);

        assertThat(discover().endpoints()).isEmpty();
        assertThat(discover().refused()).singleElement().asString().contains(reason);
    }

    @Test
    void refusesAFileWhereASocketShouldBe() throws IOException {
        write("run/containerd/containerd.sock", "");

        assertThat(discover().endpoints()).isEmpty();
        assertThat(discover().refused()).singleElement().asString().contains("is no socket but a file");
    }

    @Test
    void refusesAFolderWhereASocketShouldBe() throws IOException {
        // what Docker makes of a bind mount whose source is not there
        Files.createDirectories(root.resolve("run/docker.sock"));

        assertThat(discover().refused()).singleElement().asString().contains("is no socket but a folder");
    }

    @Test
    void refusesALinkThatLeadsNowhere() throws IOException {
        write("etc/crictl.yaml", "runtime-endpoint: unix:///run/x.sock\n");
        Files.createDirectories(root.resolve("run"));
        Files.createSymbolicLink(root.resolve("run/x.sock"), Path.of("gone.sock"));

        assertThat(discover().endpoints()).isEmpty();
        assertThat(discover().refused()).singleElement().asString().contains("/run/x.sock");
    }

    @Test
    void saysWhenCrictlNamesASocketThatIsNotThere() throws IOException {
        write("etc/crictl.yaml", "runtime-endpoint: unix:///run/none.sock\n");

        assertThat(discover().refused()).singleElement().asString().contains("unix:///run/none.sock");
        assertThat(discover().endpoints()).isEmpty();
    }

    @Test
    void looksOnThoughCrictlsConfigurationIsBroken() throws IOException {
        listen("run/crio/crio.sock");
        write("etc/crictl.yaml", "runtime-endpoint: [\n");

        assertThat(discover().endpoints()).hasSize(1);
        assertThat(discover().refused()).singleElement().asString().contains("/etc/crictl.yaml:");
    }

    private Found discover() {
        return new RuntimeDiscovery(new NodeRoot(root)).discover();
    }

    private Path listen(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(socket);
        socket.bind(UnixDomainSocketAddress.of(file));
        return file;
    }

    private void process(int pid, String... commandLine) throws IOException {
        write("proc/" + pid + "/cmdline", String.join("\0", commandLine) + "\0");
        write("proc/" + pid + "/status", "Name:\tkubelet\nUid:\t0\t0\t0\t0\n");
        write("proc/" + pid + "/cgroup", "0::/system.slice/kubelet.service\n");
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}

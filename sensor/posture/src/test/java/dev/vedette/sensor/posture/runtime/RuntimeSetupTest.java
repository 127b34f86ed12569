package dev.vedette.sensor.posture.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ApiExposed;
import dev.vedette.policy.model.ApiExposed.Reach;
import dev.vedette.policy.model.NodeSetting;
import dev.vedette.policy.model.SharedSetting;
import dev.vedette.sensor.config.ContainerdConfig;
import dev.vedette.sensor.config.KubeletConfig;
import dev.vedette.sensor.posture.NodeFixture;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeSetupTest {
    private static final String CONTAINERD = """
            version = 2
            [plugins."io.containerd.grpc.v1.cri"]
              sandbox_image = "example/pause:3.8"
              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                runtime_type = "io.containerd.runc.v2"
                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                  SystemdCgroup = false
            """;

    @TempDir
    Path folder;

    private NodeFixture node;

    @BeforeEach
    void node() {
        node = new NodeFixture(folder);
    }

    @Test
    void driversOfTheKubeletAndEachRuntimeAreCompared() {
        node.with(ContainerdConfig.DEFAULT_FILE, CONTAINERD)
                .with("/etc/crio/crio.conf.d/01.conf", "[crio.runtime]\ncgroup_manager = \"systemd\"\n")
                .with(KubeletConfig.USUAL_FILE, "cgroupDriver: systemd\n");

        assertThat(node.found(new SharedSettingsCheck(), SharedSetting.class))
                .extracting(s -> s.runtime() + " " + s.runtimeValue() + " " + s.differs() + " " + s.kubeletSource())
                .containsExactly(
                        "containerd's runc cgroupfs true /var/lib/kubelet/config.yaml:1 (cgroupDriver)",
                        "CRI-O systemd false /var/lib/kubelet/config.yaml:1 (cgroupDriver)");
    }

    @Test
    void aDropInThatSetsTheDriverRightIsHeeded() {
        node.with(ContainerdConfig.DEFAULT_FILE, "version = 3\nimports = [\"conf.d/*.toml\"]\n")
                .with("/etc/containerd/conf.d/cg.toml", """
                        [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
                          SystemdCgroup = true
                        """)
                .with("/etc/kubelet.yaml", "cgroupDriver: cgroupfs\n")
                .with("/etc/kubelet.d/9.conf", "cgroupDriver: systemd\n")
                .withProcess(
                        9,
                        "/usr/bin/kubelet",
                        "/usr/bin/kubelet",
                        "--config=/etc/kubelet.yaml",
                        "--config-dir=/etc/kubelet.d");

        assertThat(node.found(new SharedSettingsCheck(), SharedSetting.class))
                .isNotEmpty()
                .noneMatch(SharedSetting::differs);
    }

    @Test
    void aSecondManagerBesideSystemdIsFoundWithoutAnyKubelet() {
        node.with(ContainerdConfig.DEFAULT_FILE, CONTAINERD).with("/run/systemd/system/x", "");

        assertThat(node.found(new SharedSettingsCheck(), SharedSetting.class))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.name()).isEqualTo("cgroup manager");
                    assertThat(s.differs()).isTrue();
                    assertThat(s.runtimeSource()).startsWith("/etc/containerd/config.toml:7 ");
                });
    }

    @Test
    void pauseImagesThatBothNameAreCompared() {
        node.with(ContainerdConfig.DEFAULT_FILE, CONTAINERD)
                .withProcess(9, "/usr/bin/kubelet", "kubelet", "--pod-infra-container-image=example/pause:3.9");

        assertThat(node.found(new SharedSettingsCheck(), SharedSetting.class))
                .filteredOn(s -> s.name().equals("pause image"))
                .singleElement()
                .satisfies(s -> assertThat(s.differs()).isTrue());
    }

    @Test
    void theKubeletsSettingsComeFromWhatItWasStartedWith() {
        node.withProcess(9, "/usr/bin/kubelet", "kubelet", "--v=2");

        assertThat(node.found(new KubeletCheck(), NodeSetting.class))
                .extracting(s -> s.name() + "=" + s.value() + " " + s.context("open to all"))
                .contains("anonymousAuth=true yes", "authorizationMode=AlwaysAllow yes", "readOnlyPort=10255 ");
    }

    @Test
    void ofAHalfWrittenFileNothingIsClaimedButWhatFlagsSay() {
        node.with("/etc/kubelet.yaml", "authentication: {anonymous: {enabled: tr\n")
                .withProcess(9, "/usr/bin/kubelet", "kubelet", "--config=/etc/kubelet.yaml", "--read-only-port=10255");

        assertThat(node.found(new KubeletCheck(), NodeSetting.class))
                .extracting(NodeSetting::name)
                .containsExactly("readOnlyPort");
        assertThat(node.problems(new KubeletCheck()))
                .singleElement()
                .satisfies(sentence -> assertThat(sentence)
                        .startsWith("/etc/kubelet.yaml:")
                        .endsWith("not known by it: what the kubelet's settings in it are."));
    }

    @Test
    void nothingIsSaidWithoutAKubelet() {
        assertThat(node.look(new KubeletCheck()).facts()).isEmpty();
    }

    @Test
    void aSocketIsOpenAsItsModeAndOwnerSay() throws Exception {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(
                Files.createDirectories(folder.resolve("etc")).resolve("group"), "root:x:0:\ndocker:x:998:\n");
        try (ServerSocketChannel docker = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path socket = run.resolve("docker.sock");
            docker.bind(UnixDomainSocketAddress.of(socket));

            Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            assertThat(exposed("docker").reach()).isEqualTo(Reach.ROOT);

            Files.setAttribute(socket, "unix:gid", 998);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
            assertThat(exposed("docker").reach()).isEqualTo(Reach.GROUP);
            assertThat(exposed("docker").who()).isEqualTo("members of the group docker");

            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
            assertThat(exposed("docker").reach()).isEqualTo(Reach.NODE);

            Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
            assertThat(exposed("docker").reach()).isEqualTo(Reach.ROOT);
        }
    }

    @Test
    void aFileInPlaceOfASocketIsNoSocket() {
        node.with("/run/docker.sock", "");

        assertThat(node.look(new ApiExposureCheck()).facts()).isEmpty();
    }

    @Test
    void tcpAddressesAreFoundWhereverTheyAreSet() {
        node.with(
                        "/etc/docker/daemon.json",
                        "{\n  \"hosts\": [\"unix:///var/run/docker.sock\",\n  \"tcp://0.0.0.0:2375\"]\n}")
                .with("/usr/lib/systemd/system/docker.service", "[Service]\nExecStart=/usr/bin/dockerd -H fd://\n")
                .with(
                        "/etc/systemd/system/docker.service.d/override.conf",
                        "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -H fd:// \\\n  -H tcp://10.0.0.5:2375\n")
                .with("/etc/systemd/system/docker.socket.d/tcp.conf", "[Socket]\nListenStream=2377\n")
                .with(ContainerdConfig.DEFAULT_FILE, "[grpc]\n  tcp_address = \"127.0.0.1:1234\"\n");

        assertThat(node.found(new ApiExposureCheck(), ApiExposed.class))
                .extracting(e -> e.address() + " " + e.reach() + " " + e.source())
                .containsExactlyInAnyOrder(
                        "0.0.0.0:2375 NETWORK /etc/docker/daemon.json:3",
                        "10.0.0.5:2375 NETWORK /etc/systemd/system/docker.service.d/override.conf",
                        "0.0.0.0:2377 NETWORK /etc/systemd/system/docker.socket.d/tcp.conf",
                        "127.0.0.1:1234 NODE /etc/containerd/config.toml:2 (grpc.tcp_address)");
    }

    @Test
    void certificatesOfCallersCloseAnAddressAndTlsAloneDoesNot() {
        node.withProcess(5, "/usr/bin/dockerd", "dockerd", "--tlsverify", "-H", "tcp://0.0.0.0:2376")
                .withProcess(6, "/usr/bin/dockerd", "dockerd", "--tls", "--host=tcp://0.0.0.0:2378");

        assertThat(node.found(new ApiExposureCheck(), ApiExposed.class))
                .extracting(e -> e.address() + " " + e.reach())
                .containsExactlyInAnyOrder("0.0.0.0:2376 ROOT", "0.0.0.0:2378 NETWORK");
    }

    @Test
    void aRelayToASocketIsFoundByItsArguments() {
        node.withProcess(
                5, "/usr/bin/socat", "socat", "TCP-LISTEN:2375,fork,reuseaddr", "UNIX-CONNECT:/var/run/docker.sock");

        assertThat(node.found(new ApiExposureCheck(), ApiExposed.class))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.address()).isEqualTo("0.0.0.0:2375");
                    assertThat(e.reach()).isEqualTo(Reach.NETWORK);
                });
    }

    @Test
    void aHalfWrittenDaemonFileIsToldWithItsPlace() {
        node.with("/etc/docker/daemon.json", "{\n  \"hosts\": [\"tcp://0.0\n");

        assertThat(node.problems(new ApiExposureCheck()))
                .singleElement()
                .satisfies(sentence -> assertThat(sentence)
                        .startsWith("/etc/docker/daemon.json:")
                        .contains("is not JSON", "at which addresses Docker listens"));
    }

    private ApiExposed exposed(String runtime) {
        return node.found(new ApiExposureCheck(), ApiExposed.class).stream()
                .filter(e -> e.runtime().equals(runtime))
                .findFirst()
                .orElseThrow();
    }
}

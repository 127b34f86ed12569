package dev.vedette.sensor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerdConfigTest {
    private static final String FILE = ContainerdConfig.DEFAULT_FILE;

    @TempDir
    Path folder;

    private NodeTree node;

    @BeforeEach
    void node() {
        node = new NodeTree(folder);
    }

    @Test
    void readsTheSameFromAllThreeForms() {
        ContainerdConfig one = read("""
                [plugins.cri]
                  sandbox_image = "example/pause:1"
                  [plugins.cri.containerd.runtimes.runc]
                    runtime_type = "io.containerd.runc.v2"
                    [plugins.cri.containerd.runtimes.runc.options]
                      SystemdCgroup = true
                      BinaryName = "/opt/runc"
                """);
        ContainerdConfig two = read("""
                version = 2
                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "example/pause:1"
                  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                    runtime_type = "io.containerd.runc.v2"
                    options = {SystemdCgroup = true, BinaryName = "/opt/runc"}
                """);
        ContainerdConfig three = read("""
                version = 3
                [plugins.'io.containerd.cri.v1.images'.pinned_images]
                  sandbox = 'example/pause:1'
                [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
                  runtime_type = 'io.containerd.runc.v2'
                  [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
                    SystemdCgroup = true
                    BinaryName = '/opt/runc'
                """);

        for (ContainerdConfig config : new ContainerdConfig[] {one, two, three}) {
            assertThat(config.pauseImage().orElseThrow().text()).isEqualTo("example/pause:1");
            assertThat(config.handlers()).singleElement().satisfies(handler -> {
                assertThat(handler.name()).isEqualTo("runc");
                assertThat(handler.type()).isEqualTo("io.containerd.runc.v2");
                assertThat(handler.binary()).isEqualTo("/opt/runc");
                assertThat(handler.systemdCgroup().orElseThrow().isTrue()).isTrue();
            });
        }
        assertThat(three.version()).isEqualTo(3);
        assertThat(one.version()).isEqualTo(1);
    }

    @Test
    void anImportReplacesTheWholePluginUpToTheSecondForm() {
        node.with("/etc/containerd/conf.d/10-pause.toml", """
                version = 2
                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "mirror/pause:2"
                """);
        ContainerdConfig config = read("""
                version = 2
                imports = ["conf.d/*.toml"]
                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "example/pause:1"
                  [plugins."io.containerd.grpc.v1.cri".registry]
                    config_path = "/etc/containerd/certs.d"
                """);

        assertThat(config.pauseImage().orElseThrow().text()).isEqualTo("mirror/pause:2");
        assertThat(config.pauseImage().orElseThrow().place()).startsWith("/etc/containerd/conf.d/10-pause.toml:3 ");
        assertThat(config.registryFolder()).isEmpty();
    }

    @Test
    void anImportIsMergedKeyByKeyFromTheThirdFormOn() {
        node.with("/etc/containerd/conf.d/10-pause.toml", """
                version = 3
                disabled_plugins = ["io.containerd.internal.v1.opt"]
                [plugins."io.containerd.cri.v1.images".pinned_images]
                  sandbox = "mirror/pause:2"
                """);
        ContainerdConfig config = read("""
                version = 3
                imports = ["/etc/containerd/conf.d/*.toml"]
                disabled_plugins = ["io.containerd.snapshotter.v1.btrfs"]
                [plugins."io.containerd.cri.v1.images".registry]
                  config_path = "/etc/containerd/certs.d"
                """);

        assertThat(config.pauseImage().orElseThrow().text()).isEqualTo("mirror/pause:2");
        assertThat(config.registryFolder().orElseThrow().text()).isEqualTo("/etc/containerd/certs.d");
        assertThat(config.tree().at("disabled_plugins").orElseThrow().value()).hasSize(2);
        assertThat(config.files()).hasSize(2);
    }

    @Test
    void importsThatNameEachOtherEnd() {
        node.with("/etc/containerd/a.toml", "imports = [\"config.toml\", \"a.toml\"]");

        assertThat(read("imports = [\"a.toml\"]").files()).hasSize(2);
        assertThat(node.problems).isEmpty();
    }

    @Test
    void seesCriSwitchedOffByAnyOfItsNames() {
        assertThat(read("disabled_plugins = [\"cri\"]").criDisabled()).isPresent();
        assertThat(read("version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]")
                        .criDisabled())
                .isPresent();
        assertThat(read("version = 3\ndisabled_plugins = [\"io.containerd.cri.v1.runtime\"]")
                        .criDisabled())
                .isPresent();
        assertThat(read("disabled_plugins = [\"io.containerd.snapshotter.v1.btrfs\"]")
                        .criDisabled())
                .isEmpty();
    }

    @Test
    void aBrokenFileIsToldWithItsPlaceAndWhatIsThereforeNotKnown() {
        node.with(FILE, "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\"\n  sandbox_image = \"x\"\n");

        assertThat(ContainerdConfig.read(node.toml(), FILE, Optional.empty(), node.problems::add))
                .isEmpty();
        assertThat(node.problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.column()).isPositive();
            assertThat(problem.sentence())
                    .startsWith(FILE + ":2:")
                    .contains("is not TOML", "what containerd is configured to do");
        });
    }

    @Test
    void aBrokenImportLeavesTheRestInForce() {
        node.with("/etc/containerd/bad.toml", "= nonsense");
        ContainerdConfig config = read("""
                version = 2
                imports = ["bad.toml", "absent.toml"]
                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "example/pause:1"
                """);

        assertThat(config.pauseImage()).isPresent();
        assertThat(node.problems)
                .extracting(ConfigProblem::file)
                .containsExactly("/etc/containerd/bad.toml", "/etc/containerd/absent.toml");
    }

    private ContainerdConfig read(String text) {
        node.with(FILE, text);
        return ContainerdConfig.read(node.toml(), FILE, Optional.empty(), node.problems::add)
                .orElseThrow();
    }
}

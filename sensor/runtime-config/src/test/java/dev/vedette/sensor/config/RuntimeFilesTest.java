package dev.vedette.sensor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeFilesTest {
    @TempDir
    Path folder;

    private NodeTree node;

    @BeforeEach
    void node() {
        node = new NodeTree(folder);
    }

    @Test
    void ofCrioTheDropInSortedLastHasTheLastWord() {
        node.with(CrioConfig.FILE, "[crio.runtime]\ncgroup_manager = \"systemd\"\n")
                .with(CrioConfig.DROP_INS + "/10-a.conf", """
                        [crio.runtime]
                        cgroup_manager = "cgroupfs"
                        [crio.runtime.runtimes.crun]
                        runtime_path = "/usr/libexec/crio/crun"
                        """)
                .with(CrioConfig.DROP_INS + "/02-b.conf", "[crio.runtime]\ncgroup_manager = \"systemd\"\n");

        CrioConfig config = CrioConfig.read(node.toml(), node.problems::add).orElseThrow();

        assertThat(config.cgroupManager().orElseThrow().text()).isEqualTo("cgroupfs");
        assertThat(config.cgroupManager().orElseThrow().place())
                .isEqualTo(CrioConfig.DROP_INS + "/10-a.conf:2 (crio.runtime.cgroup_manager)");
        assertThat(config.handlers())
                .singleElement()
                .satisfies(handler -> assertThat(handler.binary()).isEqualTo("/usr/libexec/crio/crun"));
    }

    @Test
    void ofARegistryEachHostIsKnownWithItsChecks() {
        node.with("/etc/containerd/certs.d/registry.example:5000/hosts.toml", """
                server = "https://registry.example:5000"
                [host."http://mirror.example"]
                  capabilities = ["pull", "resolve"]
                [host."https://push.example"]
                  capabilities = ["push"]
                  skip_verify = true
                """)
                .with("/etc/containerd/certs.d/_default/hosts.toml", "server = \"fallback.example\"\n");

        List<RegistryHosts.Host> hosts = RegistryHosts.read(node.toml(), "/etc/containerd/certs.d", node.problems::add);

        assertThat(hosts)
                .extracting(RegistryHosts.Host::registry, RegistryHosts.Host::url, RegistryHosts.Host::isPlainHttp)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("_default", "https://fallback.example", false),
                        org.assertj.core.groups.Tuple.tuple("registry.example:5000", "http://mirror.example", true),
                        org.assertj.core.groups.Tuple.tuple("registry.example:5000", "https://push.example", false),
                        org.assertj.core.groups.Tuple.tuple(
                                "registry.example:5000", "https://registry.example:5000", false));
        assertThat(hosts)
                .filteredOn(RegistryHosts.Host::isUnverified)
                .singleElement()
                .satisfies(host -> {
                    assertThat(host.url()).isEqualTo("https://push.example");
                    assertThat(host.pulls()).isFalse();
                });
    }

    @Test
    void linksAreFollowedWithinTheNodesRootAndNeverOutOfIt() throws IOException {
        node.with("/opt/real.toml", "name = \"inside\"");
        Files.createDirectories(folder.resolve("etc"));
        Files.createSymbolicLink(folder.resolve("etc/absolute.toml"), Path.of("/opt/real.toml"));
        Files.createSymbolicLink(folder.resolve("etc/upward.toml"), Path.of("../../../../../opt/real.toml"));
        Files.createSymbolicLink(folder.resolve("etc/loop"), Path.of("loop"));

        assertThat(node.root().value("/etc/absolute.toml")).contains("name = \"inside\"");
        assertThat(node.root().value("/etc/upward.toml")).contains("name = \"inside\"");
        assertThat(node.root().value("/../../opt/real.toml")).contains("name = \"inside\"");
        assertThat(node.root().value("/etc/loop")).isEmpty();
    }

    @Test
    void aFolderInPlaceOfAFileIsTold() throws IOException {
        Files.createDirectories(folder.resolve("etc/crio/crio.conf"));

        assertThat(CrioConfig.read(node.toml(), node.problems::add)).isEmpty();
        assertThat(node.problems)
                .singleElement()
                .satisfies(p -> assertThat(p.sentence())
                        .isEqualTo("/etc/crio/crio.conf: it is no regular file; not known by it: what CRI-O is"
                                + " configured to do."));
    }
}

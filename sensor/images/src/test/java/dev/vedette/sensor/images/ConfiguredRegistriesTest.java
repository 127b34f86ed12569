package dev.vedette.sensor.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.vedette.policy.model.RegistryEndpoint;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.config.NodeRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredRegistriesTest {
    @TempDir
    Path root;

    private final List<ConfigProblem> problems = new ArrayList<>();

    @Test
    void readsContainerdsFoldersWithMirrorChainsAndTheEntryForAll() throws IOException {
        write("/etc/containerd/config.toml", """
                version = 2
                [plugins."io.containerd.grpc.v1.cri".registry]
                  config_path = "/etc/containerd/certs.d"
                """);
        write("/etc/containerd/certs.d/registry.example/hosts.toml", """
                server = "https://registry.example"
                [host."https://first.example"]
                [host."http://second.example:5000"]
                  capabilities = ["pull"]
                [host."https://third.example"]
                  skip_verify = true
                [host."http://push.example"]
                  capabilities = ["push"]
                """);
        write("/etc/containerd/certs.d/_default/hosts.toml", "[host.\"http://127.0.0.1:5000\"]\n");

        assertThat(read())
                .extracting(
                        RegistryEndpoint::registry,
                        RegistryEndpoint::url,
                        RegistryEndpoint::encrypted,
                        RegistryEndpoint::verified,
                        RegistryEndpoint::loopback)
                .containsExactlyInAnyOrder(
                        tuple("registry.example", "https://registry.example", true, true, false),
                        tuple("registry.example", "https://first.example", true, true, false),
                        tuple("registry.example", "http://second.example:5000", false, true, false),
                        tuple("registry.example", "https://third.example", true, false, false),
                        tuple("*", "http://127.0.0.1:5000", false, true, true));
    }

    @Test
    void readsContainerdsOlderTablesAndWhatADropInAdds() throws IOException {
        write("/etc/containerd/config.toml", "version = 2\nimports = [\"/etc/containerd/conf.d/*.toml\"]\n");
        write("/etc/containerd/conf.d/50-registry.toml", """
                version = 2
                [plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
                  endpoint = ["https://mirror.example", "http://other.example"]
                [plugins."io.containerd.grpc.v1.cri".registry.configs."mirror.example".tls]
                  insecure_skip_verify = true
                """);

        assertThat(read())
                .extracting(
                        RegistryEndpoint::registry,
                        RegistryEndpoint::url,
                        RegistryEndpoint::encrypted,
                        RegistryEndpoint::verified)
                .containsExactlyInAnyOrder(
                        tuple("docker.io", "https://mirror.example", true, false),
                        tuple("docker.io", "http://other.example", false, true),
                        tuple("mirror.example", "https://mirror.example", true, false));
    }

    @Test
    void readsRegistriesConfWithItsDropInsAndDockersFile() throws IOException {
        write("/etc/containers/registries.conf", "[[registry]]\nlocation = \"good.example\"\n");
        write("/etc/containers/registries.conf.d/90-mirror.conf", """
                [[registry]]
                prefix = "docker.io"
                location = "docker.io"
                [[registry.mirror]]
                location = "mirror.example:5000/hub"
                insecure = true
                """);
        write("/etc/docker/daemon.json", """
                {"insecure-registries": ["old.example:5000"], "registry-mirrors": ["https://hub.example"]}
                """);

        assertThat(read())
                .filteredOn(place -> !place.encrypted() || !place.verified())
                .extracting(RegistryEndpoint::runtime, RegistryEndpoint::registry, RegistryEndpoint::url)
                .containsExactlyInAnyOrder(
                        tuple("cri-o and podman", "docker.io", "http://mirror.example:5000/hub"),
                        tuple("docker", "old.example:5000", "http://old.example:5000"));
    }

    @Test
    void saysWhatIsBrokenAndReadsTheRest() throws IOException {
        write("/etc/containerd/config.toml", "version = \n");
        write("/etc/docker/daemon.json", "{\"insecure-registries\": [\"old.example\"]}");
        write("/etc/containers/registries.conf", "[[registry");

        assertThat(read()).extracting(RegistryEndpoint::registry).containsExactly("old.example");
        assertThat(problems)
                .extracting(ConfigProblem::file)
                .containsExactlyInAnyOrder("/etc/containerd/config.toml", "/etc/containers/registries.conf");
    }

    private List<RegistryEndpoint> read() {
        return new ConfiguredRegistries(new NodeRoot(root)).read(1, problems::add);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}

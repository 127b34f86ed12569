package dev.vedette.sensor.posture.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.RuntimeApi;
import dev.vedette.policy.model.RuntimeApi.State;
import dev.vedette.sensor.config.ContainerdConfig;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.posture.NodeFixture;
import dev.vedette.sensor.spoken.OldService;
import dev.vedette.sensor.spoken.SpokenRuntime;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that says what runtimes of before CRI v1 say; a real containerd is asked in RealContainerdTest. */
class RuntimeApiCheckTest {
    @TempDir
    Path folder;

    private NodeFixture node;
    private RuntimeApiCheck check;

    @BeforeEach
    void node() {
        node = new NodeFixture(folder.resolve("root"));
        check = new RuntimeApiCheck(() -> List.of(RuntimeEndpoint.containerd(socket())));
    }

    @Test
    void aRuntimeOfBeforeCriV1IsNamedWithItsVersion() throws Exception {
        try (var _ = new SpokenRuntime(socket(), new OldService())) {
            RuntimeApi api = only();

            assertThat(api.state()).isEqualTo(State.ONLY_V1ALPHA2);
            assertThat(api.runtime()).isEqualTo("containerd 1.5.18");
        }
    }

    @Test
    void aPluginThatTheConfigurationSwitchesOffIsFoundWithItsPlace() throws Exception {
        node.with(ContainerdConfig.DEFAULT_FILE, "version = 2\nimports = [\"docker.toml\"]\n")
                .with("/etc/containerd/docker.toml", "disabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n");
        try (var _ = new SpokenRuntime(socket())) {
            RuntimeApi api = only();

            assertThat(api.state()).isEqualTo(State.DISABLED);
            assertThat(api.detail()).contains("/etc/containerd/docker.toml:1 (disabled_plugins)");
        }
        check = new RuntimeApiCheck(List::of);
        assertThat(only().state()).isEqualTo(State.DISABLED);
    }

    @Test
    void whatKnowsNoCriIsAnotherService() throws Exception {
        try (var _ = new SpokenRuntime(socket())) {
            assertThat(only().state()).isEqualTo(State.OTHER_SERVICE);
        }
    }

    @Test
    void aRuntimeThatNeverAnswersIsNotTakenForOneWithoutCri() throws Exception {
        try (ServerSocketChannel hangs = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hangs.bind(UnixDomainSocketAddress.of(socket()));

            assertThat(node.look(check).facts()).isEmpty();
            assertThat(node.problems(check))
                    .singleElement()
                    .satisfies(sentence -> assertThat(sentence)
                            .contains("did not answer", "not known by it: what this runtime offers"));
        }
    }

    private RuntimeApi only() {
        List<RuntimeApi> found = node.found(check, RuntimeApi.class);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private Path socket() {
        return folder.resolve("r.sock");
    }
}

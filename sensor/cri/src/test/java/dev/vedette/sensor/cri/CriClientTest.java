package dev.vedette.sensor.cri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vedette.sensor.cri.ContainerRuntimeException.Reason;
import dev.vedette.sensor.cri.wire.ContainerMetadata;
import dev.vedette.sensor.cri.wire.ContainerState;
import dev.vedette.sensor.cri.wire.ContainerStatus;
import dev.vedette.sensor.cri.wire.ContainerStatusResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CriClientTest {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final byte[] SILENCE = {};

    @TempDir
    Path folder;

    @Test
    void saysThatNobodyListens() {
        ContainerRuntimeException failure = failureOf(client());

        assertThat(failure.reason()).isEqualTo(Reason.ABSENT);
        assertThat(failure.getMessage()).contains(socket().toString()).contains("start the runtime");
    }

    @Test
    void doesNotWaitForARuntimeThatHangs() throws IOException {
        try (var _ = new UnixServer(socket(), SILENCE)) {
            assertThat(failureOf(client()).reason()).isEqualTo(Reason.NOT_ANSWERING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n"})
    void recognisesOtherServices(String greeting) throws IOException {
        try (var _ = new UnixServer(socket(), greeting.getBytes(StandardCharsets.US_ASCII))) {
            assertThat(failureOf(client()).reason()).isEqualTo(Reason.GARBAGE);
        }
    }

    @Test
    void survivesRandomBytes() throws IOException {
        byte[] noise = new byte[4096];
        new Random(42).nextBytes(noise);
        try (var _ = new UnixServer(socket(), noise)) {
            assertThat(failureOf(client()).reason()).isIn(Reason.GARBAGE, Reason.NOT_ANSWERING);
        }
    }

    @Test
    void answersAgainOnceTheRuntimeIsThere() throws IOException {
        try (CriClient client = client()) {
            assertThat(catchThrowableOfType(ContainerRuntimeException.class, client::version))
                    .isNotNull();

            try (var _ = new ScriptedRuntime(socket(), ContainerStatusResponse.getDefaultInstance())) {
                assertThat(client.version()).isEqualTo(new RuntimeVersion("cri-o", "1.31.0", "v1"));
            }
        }
    }

    @Test
    void saysThatARuntimeHasNoEvents() throws IOException {
        try (var _ = new ScriptedRuntime(socket(), ContainerStatusResponse.getDefaultInstance());
                CriClient client = client()) {
            ContainerRuntimeException failure = catchThrowableOfType(
                    ContainerRuntimeException.class, () -> client.events(new Subscription(), () -> {}, event -> {}));

            assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
            assertThat(failure.getMessage()).contains("GetContainerEvents").contains("1.7");
        }
    }

    @Test
    void refusesVerboseInformationThatIsNoJson() throws IOException {
        try (var _ = new ScriptedRuntime(socket(), status("{\"pid\": 12"));
                CriClient client = client()) {
            ContainerRuntimeException failure =
                    catchThrowableOfType(ContainerRuntimeException.class, () -> client.container("c1"));

            assertThat(failure.reason()).isEqualTo(Reason.GARBAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "{\"runtimeSpec\": 3}", "{\"runtimeSpec\": {\"mounts\": {\"a\": 1}}}"})
    void readsOddButValidJsonAsSayingNothing(String info) throws IOException {
        try (var _ = new ScriptedRuntime(socket(), status(info));
                CriClient client = client()) {
            assertThat(client.container("c1").orElseThrow().pid()).isEmpty();
        }
    }

    @Test
    void readsWhatCriOSaysOfAContainer() throws IOException {
        // Shape: CRI-O, server/container_status.go, createContainerInfo.
        String info = """
                {"sandboxID": "s1", "pid": 4711, "privileged": true, "runtimeSpec": {
                  "process": {"args": ["sh"], "user": {"uid": 7, "gid": 8}, "noNewPrivileges": true,
                    "capabilities": {"bounding": ["CAP_SYS_ADMIN"], "effective": ["CAP_SYS_ADMIN"]}},
                  "root": {"readonly": true},
                  "mounts": [{"destination": "/h", "type": "bind", "source": "/", "options": ["rbind", "ro"]}],
                  "linux": {"namespaces": [{"type": "network", "path": "/var/run/netns/x"}, {"type": "mount"}],
                    "seccomp": {"defaultAction": "SCMP_ACT_ERRNO"}, "maskedPaths": ["/proc/kcore"],
                    "devices": [{"path": "/dev/fuse", "type": "c", "major": 10, "minor": 229}],
                    "resources": {"devices": [{"allow": true, "access": "rwm"}]},
                    "cgroupsPath": "kubepods-pod1.slice:crio:c1"}}}""";
        try (var _ = new ScriptedRuntime(socket(), status(info));
                CriClient client = client()) {
            ContainerDetail detail = client.container("c1").orElseThrow();
            OciSpec spec = detail.spec().orElseThrow();

            assertThat(detail.podSandboxId()).isEqualTo("s1");
            assertThat(detail.pid()).hasValue(4711);
            assertThat(detail.privileged()).contains(true);
            assertThat(spec.uid()).isEqualTo(7);
            assertThat(spec.capabilities(OciSpec.CapabilitySetName.EFFECTIVE)).containsExactly("CAP_SYS_ADMIN");
            assertThat(spec.capabilities(OciSpec.CapabilitySetName.AMBIENT)).isEmpty();
            assertThat(spec.namespaces())
                    .containsExactly(
                            new OciSpec.Namespace("network", "/var/run/netns/x"), new OciSpec.Namespace("mount", ""));
            assertThat(spec.mounts().getFirst().options()).containsExactly("rbind", "ro");
            assertThat(spec.devices()).containsExactly(new OciSpec.Device("/dev/fuse", "c", 10, 229));
            assertThat(spec.deviceRules()).containsExactly(new OciSpec.DeviceRule(true, "", -1, -1, "rwm"));
            assertThat(spec.seccomp()).isTrue();
            assertThat(spec.noNewPrivileges()).isTrue();
            assertThat(spec.rootReadOnly()).isTrue();
            assertThat(spec.cgroupsPath()).isEqualTo("kubepods-pod1.slice:crio:c1");
        }
    }

    private static ContainerStatusResponse status(String info) {
        return ContainerStatusResponse.newBuilder()
                .setStatus(ContainerStatus.newBuilder()
                        .setId("c1")
                        .setMetadata(ContainerMetadata.newBuilder().setName("main"))
                        .setState(ContainerState.CONTAINER_RUNNING))
                .putInfo("info", info)
                .build();
    }

    private static ContainerRuntimeException failureOf(CriClient client) {
        try (client) {
            return catchThrowableOfType(ContainerRuntimeException.class, client::version);
        }
    }

    private CriClient client() {
        return new CriClient(RuntimeEndpoint.containerd(socket()), SOON);
    }

    private Path socket() {
        return folder.resolve("r.sock");
    }
}

package dev.vedette.sensor.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vedette.sensor.cri.ContainerEvent;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerRuntimeException.Reason;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import dev.vedette.sensor.cri.Subscription;
import dev.vedette.sensor.cri.UnixServer;
import dev.vedette.sensor.runtimes.RuntimeClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Docker's socket may answer instead of what Docker does; the real one is run elsewhere. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerClientTest {
    private static final String ID = "a".repeat(64);

    @TempDir
    Path folder;

    @Test
    void saysThatNobodyListensAndWhy() throws IOException {
        assertThat(failure().reason()).isEqualTo(Reason.ABSENT);

        Files.createFile(socket());
        try (DockerClient client = client()) {
            assertThat(catchThrowableOfType(ContainerRuntimeException.class, client::version)
                            .getMessage())
                    .contains("is no socket but a file");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Version\": ",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"Ve"
            })
    void doesNotWaitForWhoeverAnswersNotOrByHalf(String answer) throws IOException {
        assertThat(served(answer).reason()).isEqualTo(Reason.NOT_ANSWERING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SSH-2.0-OpenSSH_9.2\\r\\n
            HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello
            HTTP/1.1 200 OK\\r\\nContent-Length: 99999999\\r\\n\\r\\n{}
            HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nnumber\\r\\n
            """)
    void recognisesWhatIsNotDockers(String answer) throws IOException {
        ContainerRuntimeException failure =
                served(answer.replace("\\r", "\r").replace("\\n", "\n").stripLeading());

        assertThat(failure.reason()).isEqualTo(Reason.GARBAGE);
        assertThat(failure.getMessage()).contains("another service");
    }

    @Test
    void handsOnDockersReasonWithoutItsControlCharacters() throws IOException {
        ContainerRuntimeException failure = served(json(500, "{\"message\": \"broken\\u001b[2J disk\"}"));

        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure.getMessage())
                .contains("status 500", "broken", "disk")
                .doesNotContain("\033");
    }

    @Test
    void takesAnotherContainerThanItAskedForAsNone() throws IOException {
        try (var _ = new UnixServer(socket(), bytes(json(200, "{\"Id\": \"%s\"}".formatted("b".repeat(64)))));
                DockerClient client = client()) {
            assertThat(client.container(ID)).isEmpty();
        }
    }

    @Test
    void passesOverContainersWithoutAPossibleId() throws IOException {
        String list = "[{\"Id\": \"../x\"}, {\"Id\": \"%s\"}, {}, 7, {\"Id\": \"\\u001b[2J\"}]".formatted(ID);
        try (var _ = new UnixServer(socket(), bytes(json(200, list)));
                DockerClient client = client()) {
            assertThat(client.containers())
                    .singleElement()
                    .satisfies(one -> assertThat(one.id()).isEqualTo(ID));
        }
    }

    @Test
    void leavesPodsToCriDockerdWhereThatIsWatched() throws IOException {
        String list = """
                [{"Id": "%s", "Names": ["/own"], "Labels": {}},
                 {"Id": "%s", "Names": ["/k8s_web"], "Labels": {"io.kubernetes.docker.type": "container"}}]
                """.formatted(ID, "b".repeat(64));
        RuntimeEndpoint docker = new RuntimeEndpoint(RuntimeKind.DOCKER, socket());
        RuntimeEndpoint dockerd = new RuntimeEndpoint(RuntimeKind.CRI_DOCKERD, folder.resolve("none.sock"));
        try (var _ = new UnixServer(socket(), bytes(json(200, list)))) {
            List<ContainerRuntime> both = RuntimeClients.of(List.of(dockerd, docker));
            assertThat(both.get(1).containers()).hasSize(1);
            assertThat(both.get(1).pods()).isEmpty();
            both.forEach(ContainerRuntime::close);
            try (ContainerRuntime alone = RuntimeClients.of(List.of(docker)).getFirst()) {
                assertThat(alone.containers()).hasSize(2);
            }
        }
    }

    @Test
    void hearsEventsAndRefusesALineWithoutAnEnd() throws IOException {
        String event = "{\"Action\": \"start\", \"Actor\": {\"ID\": \"%s\"}, \"timeNano\": 5}\n".formatted(ID);
        String stream = "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + event + "{\"Action\": 3}\n"
                + "x".repeat((1 << 20) + 1);
        List<ContainerEvent> events = new ArrayList<>();
        try (var _ = new UnixServer(socket(), bytes(stream));
                DockerClient client = client()) {
            ContainerRuntimeException failure = catchThrowableOfType(
                    ContainerRuntimeException.class, () -> client.events(new Subscription(), () -> {}, events::add));

            assertThat(failure.reason()).isEqualTo(Reason.GARBAGE);
            assertThat(events).containsExactly(new ContainerEvent(ContainerEvent.Kind.STARTED, ID, "", 5));
        }
    }

    @Test
    void aStreamThatIsNoLongerWantedEnds() throws Exception {
        Subscription subscription = new Subscription();
        try (var _ = new UnixServer(socket(), bytes("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"));
                DockerClient client = client()) {
            Thread listening =
                    Thread.ofVirtual().start(() -> client.events(subscription, subscription::cancel, event -> {}));

            assertThat(listening.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    private ContainerRuntimeException served(String answer) throws IOException {
        try (var _ = new UnixServer(socket(), bytes(answer.isBlank() ? "" : answer))) {
            return failure();
        }
    }

    private ContainerRuntimeException failure() {
        try (DockerClient client = client()) {
            return catchThrowableOfType(ContainerRuntimeException.class, client::version);
        }
    }

    private static String json(int status, String body) {
        return "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private DockerClient client() {
        return new DockerClient(
                new RuntimeEndpoint(RuntimeKind.DOCKER, socket()), DockerClient.Pods.TOLD, Duration.ofSeconds(1));
    }

    private Path socket() {
        return folder.resolve("d.sock");
    }
}

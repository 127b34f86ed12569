package dev.vedette.sensor.spoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerEvent;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerRuntimeException.Reason;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import dev.vedette.sensor.cri.Subscription;
import dev.vedette.sensor.cri.wire.ContainerEventType;
import io.grpc.BindableService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our client against runtimes that are only spoken, see {@link SpokenCri}. */
class DialectsTest {
    private static final String POD = "d".repeat(64);
    private static final SpokenContainer WEB = new SpokenContainer(
            "c".repeat(64), POD, "web", ProcessHandle.current().pid());

    @TempDir
    Path folder;

    static Stream<Dialect> all() {
        return Stream.of(Dialect.CRI_DOCKERD, Dialect.CRI_O, Dialect.CRI_O_WITH_EVENTS);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatARuntimeKnowsIsUnderstood(Dialect dialect) throws IOException {
        SpokenCri cri = speaking(dialect);
        try (var _ = served(cri);
                CriClient client = client()) {
            assertThat(client.version().name()).isEqualTo(dialect.name());
            assertThat(client.version().version()).isEqualTo(dialect.version());
            assertThat(client.pods())
                    .singleElement()
                    .satisfies(pod -> assertThat(pod.name()).isEqualTo("shop-1"));
            assertThat(client.containers()).extracting(ContainerDetail::id).containsExactly(WEB.id());
            ContainerDetail detail = client.container(WEB.id()).orElseThrow();
            assertThat(detail.podSandboxId()).isEqualTo(POD);
            assertThat(detail.imageDigest()).isEqualTo("sha256:" + "7".repeat(64));
            assertThat(detail.pid()).hasValue(WEB.pid());
            assertThat(detail.spec().isPresent()).isEqualTo(dialect.specification());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatARuntimeDoesNotKnowIsNoFailure(Dialect dialect) throws IOException {
        try (var _ = served(speaking(dialect));
                CriClient client = client()) {
            assertThat(client.container("0".repeat(64))).isEmpty();
            assertThat(client.pod("0".repeat(64))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theBeginningOfAnIdIsNotTheContainer(Dialect dialect) throws IOException {
        try (var _ = served(speaking(dialect));
                CriClient client = client()) {
            assertThat(client.container("c")).isEmpty();
            assertThat(client.container(WEB.id())).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void thatThereAreNoEventsIsSaidOnceTheListCouldBeTaken(Dialect dialect) throws IOException {
        if (dialect.events() == Dialect.Events.SENT) {
            return; // below
        }
        try (var _ = served(speaking(dialect));
                CriClient client = client()) {
            CountDownLatch open = new CountDownLatch(1);
            ContainerRuntimeException failure = catchThrowableOfType(
                    ContainerRuntimeException.class,
                    () -> client.events(new Subscription(), open::countDown, event -> {}));

            assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
            assertThat(open.getCount()).isZero();
        }
    }

    @Test
    void eventsAreTakenThoughTheClockIsSetBackMeanwhile() throws Exception {
        SpokenCri cri = speaking(Dialect.CRI_O_WITH_EVENTS);
        try (var _ = served(cri);
                CriClient client = client()) {
            Subscription subscription = new Subscription();
            BlockingQueue<ContainerEvent> events = new LinkedBlockingQueue<>();
            Thread listening = Thread.ofVirtual().start(() -> client.events(subscription, () -> {}, events::add));
            while (cri.subscribers() == 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            ContainerEvent event = null;
            for (int tries = 0; tries < 100 && event == null; tries++) { // what comes at once counts as a leftover
                cri.send(ContainerEventType.CONTAINER_STARTED_EVENT, WEB, 1_000);
                event = events.poll(200, TimeUnit.MILLISECONDS);
            }

            assertThat(event).isNotNull();
            assertThat(event.epochNanos()).isEqualTo(1_000);
            subscription.cancel();
            assertThat(listening.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void aRuntimeOfBeforeCriV1IsNamedWithItsVersionAndTheWayOut() throws IOException {
        try (var _ = served(new OldService());
                CriClient client = client()) {
            ContainerRuntimeException failure = catchThrowableOfType(ContainerRuntimeException.class, client::version);

            assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
            assertThat(failure.getMessage()).contains("containerd 1.5.18", "only CRI v1alpha2", "update it");
        }
    }

    @Test
    void aContainerdWithCriDisabledIsNotTakenForAnOldOne() throws IOException {
        try (var _ = served();
                CriClient client = client()) {
            assertThat(catchThrowableOfType(ContainerRuntimeException.class, client::version)
                            .getMessage())
                    .contains("offers no CRI", "disabled_plugins");
        }
    }

    @Test
    void aListThatIsTooLargeIsNotReadAndSaidSo() throws IOException {
        SpokenCri cri = new SpokenCri(Dialect.CRI_O);
        for (int i = 0; i < 5_000; i++) {
            cri.container(new SpokenContainer("%064x".formatted(i), POD, "x".repeat(4_000), 0));
        }
        try (var _ = served(cri);
                CriClient client = client()) {
            ContainerRuntimeException failure =
                    catchThrowableOfType(ContainerRuntimeException.class, client::containers);

            assertThat(failure.reason()).isEqualTo(Reason.GARBAGE);
            assertThat(failure.getMessage()).contains("more than 16 MiB");
        }
    }

    private static SpokenCri speaking(Dialect dialect) {
        SpokenCri cri = new SpokenCri(dialect);
        cri.pod(POD, "shop-1");
        cri.container(WEB);
        return cri;
    }

    private SpokenRuntime served(BindableService... services) throws IOException {
        return new SpokenRuntime(folder.resolve("r.sock"), services);
    }

    private CriClient client() {
        return new CriClient(new RuntimeEndpoint(RuntimeKind.OTHER, folder.resolve("r.sock")), Duration.ofSeconds(30));
    }
}

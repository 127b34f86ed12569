package dev.vedette.sensor.demo.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.sensor.cri.ContainerEvent;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerRuntimeException.Reason;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees when a real containerd is killed and comes back; needs root. */
@Timeout(60)
class RuntimeRestartTest {
    private static final long BOUND_SECONDS = 20;

    @TempDir
    Path work;

    private PrivateContainerd containerd;
    private CriClient client;

    @BeforeEach
    void start() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "a container runtime needs root");
        containerd = PrivateContainerd.start(work.resolve("c"));
        ImageBuilder.busybox(work.resolve("image")).importInto(containerd);
        client = new CriClient(containerd.endpoint());
    }

    @AfterEach
    void stop() throws IOException {
        if (containerd != null) {
            client.close();
            containerd.close();
        }
    }

    @Test
    void sameClientSeesTheSameContainersAfterARestart() throws IOException {
        RunningContainer web = containerd
                .pods()
                .pod("shop", "web")
                .run()
                .container("web")
                .command("sleep", "1000")
                .run();
        long pid = web.pid();

        containerd.kill();

        assertThat(catchThrowableOfType(ContainerRuntimeException.class, client::containers)
                        .reason())
                .isEqualTo(Reason.ABSENT);
        assertThat(Path.of("/proc/" + pid)).as("the container goes on").exists();

        containerd.startAgain();

        assertThat(client.container(web.id()).orElseThrow())
                .satisfies(detail -> assertThat(detail.state()).isEqualTo(ContainerState.RUNNING))
                .satisfies(detail -> assertThat(detail.pid()).hasValue(pid));
    }

    @Test
    void eventsComeAgainAfterARestart() throws Exception {
        BlockingQueue<ContainerEvent> events = new LinkedBlockingQueue<>();
        try (var first = new Listener(client, events)) {
            RunningPod pod = containerd.pods().pod("shop", "before").run();
            RunningContainer container =
                    pod.container("main").command("sleep", "1000").run();
            assertThat(next(events, pod.id(), ContainerEvent.Kind.STARTED).ofSandbox())
                    .isTrue();
            assertThat(next(events, container.id(), ContainerEvent.Kind.STARTED).podSandboxId())
                    .isEqualTo(pod.id());
            container.stop();
            next(events, container.id(), ContainerEvent.Kind.STOPPED);
            container.remove();
            next(events, container.id(), ContainerEvent.Kind.DELETED);

            containerd.kill();

            assertThat(first.failure().reason()).isEqualTo(Reason.ABSENT);
        }
        containerd.startAgain();
        try (var _ = new Listener(client, events)) {
            RunningPod pod = containerd.pods().pod("shop", "after").run();

            next(events, pod.id(), ContainerEvent.Kind.STARTED);
        }
    }

    @Test
    void eventsOfBeforeTheListenerAreLeftOut() throws Exception {
        RunningPod earlier = containerd.pods().pod("shop", "earlier").run();
        BlockingQueue<ContainerEvent> events = new LinkedBlockingQueue<>();
        try (var _ = new Listener(client, events)) {
            RunningPod later = containerd.pods().pod("shop", "later").run();
            List<ContainerEvent> seen = new ArrayList<>();
            do {
                seen.add(events.poll(BOUND_SECONDS, TimeUnit.SECONDS));
            } while (seen.getLast() != null && !seen.getLast().containerId().equals(later.id()));

            assertThat(seen)
                    .doesNotContainNull()
                    .noneMatch(event -> event.containerId().equals(earlier.id()));
        }
    }

    @Test
    void cancellingEndsTheStreamQuietly() throws Exception {
        Listener subscription = new Listener(client, new LinkedBlockingQueue<>());

        subscription.close();

        assertThat(subscription.failure()).isNull();
    }

    @Test
    void closingAfterACrashLeavesNoShimNoMountAndNoFolder() throws IOException {
        RunningContainer web = containerd
                .pods()
                .pod("shop", "web")
                .run()
                .container("web")
                .command("sleep", "1000")
                .run();
        containerd.kill();

        containerd.close();

        assertThat(Leftovers.shims(containerd.endpoint().socket())).isEmpty();
        assertThat(containerd.folder()).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain(containerd.folder().toString());
        try (Stream<Path> groups = Files.walk(Path.of("/sys/fs/cgroup"), 6)) {
            assertThat(groups.filter(group -> group.endsWith(web.id()))).isEmpty();
        }
    }

    private static ContainerEvent next(BlockingQueue<ContainerEvent> events, String id, ContainerEvent.Kind kind)
            throws InterruptedException {
        while (true) {
            ContainerEvent event = events.poll(BOUND_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("event %s of %s", kind, id).isNotNull();
            if (event.containerId().equals(id) && event.kind() == kind) {
                return event;
            }
        }
    }

    /** Takes events on a thread of its own; it stands once the constructor returns. */
    private static final class Listener implements AutoCloseable {
        private final Subscription subscription = new Subscription();
        private final CompletableFuture<ContainerRuntimeException> end = new CompletableFuture<>();

        Listener(CriClient client, BlockingQueue<ContainerEvent> events) throws InterruptedException {
            CountDownLatch open = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                try {
                    client.events(subscription, open::countDown, events::add);
                    end.complete(null);
                } catch (ContainerRuntimeException e) {
                    end.complete(e);
                }
            });
            assertThat(open.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        ContainerRuntimeException failure() throws Exception {
            return end.get(BOUND_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            subscription.cancel();
        }
    }
}

package dev.vedette.sensor.demo.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerEvent;
import dev.vedette.sensor.cri.ContainerEvent.Kind;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.ContainerRuntimeException.Reason;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.Holding;
import dev.vedette.sensor.cri.OciSpec;
import dev.vedette.sensor.cri.OciSpec.CapabilitySetName;
import dev.vedette.sensor.cri.Subscription;
import dev.vedette.sensor.docker.DockerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Docker Engine with real containers; needs root. */
class PrivateDockerTest {
    private static final int BOUND_SECONDS = 20;

    @TempDir
    static Path work;

    private static PrivateDocker docker;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "a container runtime needs root");
        docker = PrivateDocker.start(work.resolve("d"));
        ImageBuilder.busybox(work.resolve("image")).importInto(docker);
    }

    @AfterAll
    static void stopLeavesNothingBehind() throws IOException {
        if (docker == null) {
            return;
        }
        docker.close();

        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain(work.resolve("d").toString());
        assertThat(work.resolve("d")).doesNotExist();
        assertThat(Path.of("/sys/fs/cgroup/unified" + docker.cgroupParent())).doesNotExist();
    }

    @Test
    void tellsItsNameAndVersion() {
        assertThat(docker.client().version().name()).isEqualTo("docker");
        assertThat(docker.client().version().version()).matches("\\d+\\.\\d+\\..*");
        assertThat(docker.client().version().apiVersion()).startsWith("1.");
    }

    @Test
    void tellsWhatAContainerIsAndWhatItWasMadeWith() throws IOException {
        String id = run("--name", "told", "--label", "team=shop", "--cap-add", "NET_ADMIN", "--read-only");

        ContainerDetail detail = docker.client().container(id).orElseThrow();
        assertThat(detail.name()).isEqualTo("told");
        assertThat(detail.image()).isEqualTo(ImageBuilder.REFERENCE);
        assertThat(detail.imageDigest()).startsWith("sha256:");
        assertThat(detail.labels()).containsEntry("team", "shop");
        assertThat(detail.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(detail.createdAtNanos()).isPositive();
        assertThat(detail.privileged()).contains(false);
        OciSpec spec = detail.spec().orElseThrow();
        assertThat(spec.args()).containsExactly("sleep", "1000");
        assertThat(spec.capabilities(CapabilitySetName.BOUNDING)).contains("CAP_NET_ADMIN", "CAP_MKNOD");
        assertThat(spec.rootReadOnly()).isTrue();
        assertThat(spec.seccomp()).isTrue();
        assertThat(spec.cgroupsPath()).isEqualTo(docker.cgroupParent() + "/" + id);
        assertThat(Files.readString(Path.of("/proc/" + detail.pid().orElseThrow() + "/cmdline")))
                .isEqualTo("sleep\0001000\0");
        assertThat(docker.client().containers())
                .anyMatch(one -> one.id().equals(id) && one.name().equals("told"));
    }

    @Test
    void answersToTheIdAloneAndToNothingThatLooksLikeAPath() throws IOException {
        String id = run("--name", "alone");

        assertThat(docker.client().container("alone")).isEmpty();
        assertThat(docker.client().container(id.substring(0, 12))).isEmpty();
        assertThat(docker.client().container("../containers/" + id)).isEmpty();
        assertThat(docker.client().container("0".repeat(64))).isEmpty();
        assertThat(docker.client().container(id)).isPresent();
    }

    @Test
    void holdsAContainerAndLetsItGoOn() throws IOException {
        String id = run();
        Holding holding = docker.client().holding(Duration.ofSeconds(5)).orElseThrow();

        holding.pause(id);
        assertThat(holding.state(id)).isEqualTo(Holding.State.PAUSED);
        assertThat(docker.docker("ps", "--filter", "id=" + id, "--format", "{{.Status}}"))
                .contains("Paused");
        assertThat(catchThrowableOfType(ContainerRuntimeException.class, () -> holding.pause(id))
                        .reason())
                .isEqualTo(Reason.FAILED);

        holding.resume(id);
        assertThat(holding.state(id)).isEqualTo(Holding.State.RUNNING);
        assertThat(catchThrowableOfType(ContainerRuntimeException.class, () -> holding.pause("0".repeat(64)))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void stopsAContainerAndSaysHowItEnded() throws IOException {
        String id = run();

        docker.client().stop(id, Duration.ZERO);

        ContainerDetail after = docker.client().container(id).orElseThrow();
        assertThat(after.state()).isEqualTo(ContainerState.EXITED);
        assertThat(after.exitCode()).isEqualTo(137);
        assertThat(after.pid()).isEmpty();
        docker.client().stop(id, Duration.ZERO); // it was so already
    }

    @Test
    void takesContainersOfPodsForWhatTheirLabelsSay() throws IOException {
        String sandbox = run(
                "--label", "io.kubernetes.docker.type=podsandbox",
                "--label", "io.kubernetes.pod.name=shop-1",
                "--label", "io.kubernetes.pod.namespace=shop",
                "--label", "io.kubernetes.pod.uid=u-1",
                "--pid", "host");
        String web = run(
                "--label", "io.kubernetes.docker.type=container",
                "--label", "io.kubernetes.container.name=web",
                "--label", "io.kubernetes.sandbox.id=" + sandbox);

        assertThat(docker.client().containers())
                .noneMatch(one -> one.id().equals(sandbox))
                .anyMatch(one -> one.id().equals(web) && one.podSandboxId().equals(sandbox));
        assertThat(docker.client().container(web).orElseThrow().name()).isEqualTo("web");
        assertThat(docker.client().container(sandbox)).isEmpty();
        assertThat(docker.client().pods()).singleElement().satisfies(pod -> {
            assertThat(pod.id()).isEqualTo(sandbox);
            assertThat(pod.ready()).isTrue();
        });
        assertThat(docker.client().pod(sandbox)).hasValueSatisfying(pod -> {
            assertThat(pod.namespace() + "/" + pod.name() + "/" + pod.uid()).isEqualTo("shop/shop-1/u-1");
            assertThat(pod.hostPid()).isTrue();
            assertThat(pod.hostNetwork()).isFalse();
        });
    }

    @Test
    void tellsWhatHappensUntilTheDaemonIsGoneAndAgainOnceItIsBack() throws Exception {
        // a socket of the same daemon, but a client of its own, which has to find it again by itself
        try (DockerClient client = new DockerClient(docker.endpoint());
                Listener listener = new Listener(client)) {
            String id = run();
            listener.expect(id, Kind.CREATED, Kind.STARTED);
            client.stop(id, Duration.ZERO);
            docker.docker("rm", id);
            listener.expect(id, Kind.STOPPED, Kind.DELETED);

            docker.kill();
            listener.awaitEnd();
            assertThat(catchThrowableOfType(ContainerRuntimeException.class, client::containers)
                            .reason())
                    .isEqualTo(Reason.ABSENT);

            docker.startAgain();
            try (Listener again = new Listener(client)) {
                again.expect(run(), Kind.CREATED, Kind.STARTED);
            }
        }
    }

    private static String run(String... options) throws IOException {
        String[] all = new String[options.length + 7];
        System.arraycopy(options, 0, all, 3, options.length);
        all[0] = "run";
        all[1] = "--detach";
        all[2] = "--network=none";
        System.arraycopy(
                new String[] {"--stop-signal=TERM", ImageBuilder.REFERENCE, "sleep", "1000"},
                0,
                all,
                3 + options.length,
                4);
        return docker.docker(all);
    }

    /** Takes events on a thread of its own; it stands once the constructor returns. */
    private static final class Listener implements AutoCloseable {
        private final Subscription subscription = new Subscription();
        private final BlockingQueue<ContainerEvent> events = new LinkedBlockingQueue<>();
        private final CompletableFuture<Boolean> end = new CompletableFuture<>();

        Listener(DockerClient client) throws InterruptedException {
            CountDownLatch open = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                try {
                    client.events(subscription, open::countDown, events::add);
                } finally {
                    end.complete(true);
                }
            });
            assertThat(open.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        void expect(String id, Kind... kinds) throws InterruptedException {
            for (Kind kind : kinds) {
                ContainerEvent event;
                do {
                    event = events.poll(BOUND_SECONDS, TimeUnit.SECONDS);
                    assertThat(event).as("event %s of %s", kind, id).isNotNull();
                } while (!event.containerId().equals(id));
                assertThat(event.kind()).isEqualTo(kind);
                assertThat(event.epochNanos()).isPositive();
            }
        }

        void awaitEnd() {
            assertThat(end).succeedsWithin(Duration.ofSeconds(BOUND_SECONDS));
        }

        @Override
        public void close() {
            subscription.cancel();
            awaitEnd();
        }
    }
}

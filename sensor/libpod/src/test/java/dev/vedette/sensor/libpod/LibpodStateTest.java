package dev.vedette.sensor.libpod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerEvent;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.OciSpec;
import dev.vedette.sensor.cri.Subscription;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivatePodman;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real Podman, root's and a user's, with runc and with crun. */
@EnabledIf(value = "canRun", disabledReason = "Needs root and the packages podman, crun and runc")
@Timeout(60)
class LibpodStateTest {
    private static final String IMAGE = "localhost/vedette/podman:1";
    private static Path work;
    private static PrivatePodman ofRoot;
    private static PrivatePodman ofUser;

    private final LibpodState state = new LibpodState(Clock.systemUTC());

    static boolean canRun() {
        return PrivatePodman.isInstalled()
                && System.getProperty("user.name").equals("root")
                && Files.isExecutable(Path.of("/usr/bin/crun"));
    }

    @BeforeAll
    static void start() throws IOException {
        work = Files.createTempDirectory(
                "vp", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path image = ImageBuilder.busybox(work.resolve("image"), IMAGE).write();
        ofRoot = PrivatePodman.ofRoot(work.resolve("root"));
        ofRoot.load(image);
        ofUser = PrivatePodman.ofUser(work.resolve("user"));
        ofUser.load(image);
    }

    @AfterEach
    void removeContainers() throws IOException {
        ofRoot.podman("rm", "-f", "-a", "-t", "0");
        ofUser.podman("rm", "-f", "-a", "-t", "0");
    }

    @AfterAll
    static void end() throws IOException {
        ofRoot.close();
        ofUser.close();
        try (var left = Files.walk(work)) {
            left.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> assertThat(path.toFile().delete())
                            .as("%s deleted", path)
                            .isTrue());
        }
    }

    private static PrivatePodman of(String whose) {
        return whose.equals("root") ? ofRoot : ofUser;
    }

    @ParameterizedTest
    @CsvSource({"root, runc", "root, crun", "user, runc", "user, crun"})
    void aRunningContainerIsKnownByItsFilesAlone(String whose, String runtime) throws IOException {
        String name = whose + "-" + runtime;
        String uid = whose.equals("root") ? "1" : "0"; // the user has one number only in his namespace
        String id = of(whose)
                .run(
                        List.of("--runtime", runtime, "--name", name, "--read-only", "--user", uid),
                        IMAGE,
                        "/bin/sleep",
                        "100");

        state.look();
        assertThat(state.isUsed()).isTrue();
        ContainerDetail detail = state.container(id).orElseThrow();
        assertThat(detail.name()).isEqualTo(name);
        assertThat(detail.image()).isEqualTo(IMAGE);
        assertThat(detail.imageDigest()).matches("sha256:[0-9a-f]{64}");
        assertThat(detail.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(detail.createdAtNanos()).isPositive();
        assertThat(Files.readString(Path.of("/proc/" + detail.pid().orElseThrow() + "/comm")))
                .startsWith("sleep");
        OciSpec spec = detail.spec().orElseThrow();
        assertThat(spec.uid()).isEqualTo(Long.parseLong(uid));
        assertThat(spec.rootReadOnly()).isTrue();
        assertThat(spec.args()).containsExactly("/bin/sleep", "100");
        assertThat(spec.namespaces()).extracting(OciSpec.Namespace::type).contains("pid", "mount");
        assertThat(spec.namespaces().contains(new OciSpec.Namespace("user", "")))
                .as("a user's container lives in a user namespace of its own")
                .isEqualTo(whose.equals("user"));
        assertThat(state.containers()).extracting(ContainerDetail::id).contains(id);
    }

    @Test
    void theFirstOneInAStoreThatNobodyHasSeenIsKnownWhenAskedFor() throws IOException {
        String id = ofUser.run(List.of("--name", "new"), IMAGE, "/bin/sleep", "100");
        assertThat(state.container(id)).map(ContainerDetail::name).hasValue("new");
    }

    @Test
    void aContainerWithoutAGroupIsSaidToHaveNone() throws IOException {
        String id = ofUser.run(
                List.of("--runtime", "crun", "--cgroups=disabled", "--name", "loose"), IMAGE, "/bin/sleep", "100");
        ofUser.run(List.of(), IMAGE, "/bin/sleep", "100");
        state.look();
        assertThat(state.groupless()).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo(id);
            assertThat(one.name()).isEqualTo("loose");
            assertThat(one.image()).isEqualTo(IMAGE);
        });
        assertThat(state.container(id)).as("nothing proves whose it is").isEmpty();
    }

    @Test
    void oneThatVanishesWithItsEndIsKnownToo() throws IOException {
        String id = ofRoot.run(List.of("--rm", "--name", "brief"), IMAGE, "/bin/sleep", "100");
        state.look();
        assertThat(state.container(id)).map(ContainerDetail::name).hasValue("brief");
        assertThat(state.container(id)).map(ContainerDetail::image).hasValue(IMAGE);
    }

    @Test
    void thoseOfAPodAreThereEachByItself() throws IOException {
        ofRoot.podman(
                "pod",
                "create",
                "--name",
                "p",
                "--network",
                "none",
                "--infra-image",
                IMAGE,
                "--infra-command",
                "/bin/sleep 100");
        String id = ofRoot.podman("run", "-d", "--pod", "p", "--entrypoint", "/bin/sleep", IMAGE, "100")
                .strip();
        assertThat(state.containers())
                .hasSize(2)
                .extracting(ContainerDetail::id)
                .contains(id);
        ofRoot.podman("pod", "rm", "-f", "-a", "-t", "0");
    }

    @Test
    void whatHasExitedIsListedAsSuchUntilItIsRemoved() throws IOException {
        ofRoot.run(List.of("--name", "stays"), IMAGE, "/bin/sleep", "100");
        state.look();
        String id = ofRoot.run(List.of("--name", "gone"), IMAGE, "/bin/true");
        ofRoot.podman("wait", id);
        ofRoot.podman("rm", "-f", "-t", "0", "stays");
        while (stateOf(id) != ContainerState.EXITED) { // its monitor may still be cleaning up; the test has a bound
            Thread.onSpinWait();
        }
        ofRoot.podman("rm", id);
        assertThat(state.containers()).extracting(ContainerDetail::id).doesNotContain(id);
        assertThat(state.container(id)).isEmpty();
    }

    private ContainerState stateOf(String id) {
        return state.containers().stream()
                .filter(one -> one.id().equals(id))
                .map(ContainerDetail::state)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "user"})
    void stoppingEndsItsFirstProcess(String whose) throws IOException {
        String id = of(whose).run(List.of(), IMAGE, "/bin/sleep", "100");
        state.look();
        long pid = state.container(id).orElseThrow().pid().orElseThrow();
        state.stop(id, Duration.ofSeconds(1));
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void beginningAndEndAreTold() throws Exception {
        BlockingQueue<ContainerEvent> events = new LinkedBlockingQueue<>();
        BlockingQueue<Boolean> opened = new LinkedBlockingQueue<>();
        Subscription subscription = new Subscription();
        Thread listener =
                Thread.ofVirtual().start(() -> state.events(subscription, () -> opened.add(true), events::add));
        assertThat(opened.poll(5, TimeUnit.SECONDS)).isTrue();
        String id = ofUser.run(List.of(), IMAGE, "/bin/sleep", "100");
        assertThat(awaited(events, id).kind()).isEqualTo(ContainerEvent.Kind.STARTED);
        ofUser.podman("rm", "-f", "-t", "0", id);
        assertThat(awaited(events, id).kind()).isIn(ContainerEvent.Kind.DELETED, ContainerEvent.Kind.STOPPED);
        subscription.cancel();
        assertThat(listener.join(Duration.ofSeconds(30))).isTrue();
    }

    private static ContainerEvent awaited(BlockingQueue<ContainerEvent> events, String id) throws InterruptedException {
        while (true) {
            ContainerEvent event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("event of " + id).isNotNull();
            if (event.containerId().equals(id)) {
                return event;
            }
        }
    }
}

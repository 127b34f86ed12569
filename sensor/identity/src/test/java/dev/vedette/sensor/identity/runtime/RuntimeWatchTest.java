package dev.vedette.sensor.identity.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Container.Role;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.wire.ContainerEventType;
import dev.vedette.sensor.identity.FakeNode;
import dev.vedette.sensor.metrics.Metrics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeWatchTest {
    private static final String POD = "p".repeat(64);
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    @TempDir
    Path folder;

    private final RuntimeNews news = new RuntimeNews(64);
    private final List<RuntimeNews.News> heard = new ArrayList<>();
    private final Metrics metrics = new Metrics();
    private FakeRuntime runtime;
    private CriClient cri;
    private RuntimeWatch watch;

    @BeforeEach
    void start() throws Exception {
        Path socket = folder.resolve("cri.sock");
        runtime = new FakeRuntime(socket);
        runtime.start();
        runtime.pod(POD, "shop-7f9c-bcdfg");
        cri = new CriClient(RuntimeEndpoint.containerd(socket), Duration.ofSeconds(20));
        watch = new RuntimeWatch(cri, new FakeNode(), news, new RuntimeMetrics(metrics), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        watch.close();
        cri.close();
        runtime.stop();
    }

    private void startAndSync() throws InterruptedException {
        watch.start();
        await(watch::synced);
    }

    @Test
    void whatWasThereBeforeIsTold() throws Exception {
        runtime.container(A, POD);

        startAndSync();
        await(() -> hears(A));

        RuntimeNews.Known known = known(A);
        assertThat(known.container().name()).isEqualTo("web");
        assertThat(known.container().imageDigest()).isEqualTo("sha256:77");
        assertThat(known.container().pod().workload()).isEqualTo("shop");
        assertThat(known(POD).container().name()).isEqualTo(ContainerFacts.SANDBOX);
    }

    @Test
    void specificationBecomesTheIsolationThatRulesJudge() throws Exception {
        runtime.container(A, POD);
        startAndSync();
        await(() -> hears(A));

        Isolation isolation = known(A).spec();
        assertThat(isolation.hostNamespaces())
                .containsExactlyInAnyOrder(NamespaceKind.NETWORK, NamespaceKind.USER, NamespaceKind.CGROUP);
        assertThat(known(A).container().grantedHostNamespaces()).isEqualTo(isolation.hostNamespaces());
        assertThat(isolation.capabilities()).isEqualTo(CapabilitySet.of(Capability.CHOWN, Capability.NET_ADMIN));
        assertThat(isolation.seccompMode()).isEqualTo(2);
        assertThat(isolation.noNewPrivileges()).isTrue();
        assertThat(isolation.readOnlyRoot()).isTrue();
        assertThat(isolation.uid()).isEqualTo(1000);
        assertThat(isolation.privileged()).isFalse();
        assertThat(isolation.hostMounts())
                .containsExactly(new HostMount("/run/x", "/var/run/../run/x", "/host/run", true, true));
    }

    @Test
    void containerThatIsMadeLaterIsToldByItsEventAndGoneByAnother() throws Exception {
        startAndSync();
        await(() -> runtime.subscribers() == 1);

        runtime.container(A, POD);
        runtime.send(ContainerEventType.CONTAINER_CREATED_EVENT, A, POD);
        await(() -> hears(A));

        runtime.remove(A);
        runtime.send(ContainerEventType.CONTAINER_DELETED_EVENT, A, POD);
        await(() -> hear().contains(new RuntimeNews.Gone(A)));
    }

    @Test
    void questionIsAnsweredThoughTheEventWentToAnotherSubscriber() throws Exception {
        startAndSync();

        news.ask(A);
        runtime.container(A, POD);

        await(() -> hears(A));
    }

    @Test
    void afterTheRuntimeWasAwayEverythingIsListedAnew() throws Exception {
        runtime.container(A, POD);
        startAndSync();
        await(() -> hears(A));

        runtime.stop();
        await(() -> watch.trouble().isPresent() || !watch.synced());
        runtime.remove(A);
        runtime.container(B, POD);
        runtime.start();

        await(() -> hears(B));
        await(() -> hear().contains(new RuntimeNews.Gone(A)));
        await(() -> watch.trouble().isEmpty());
        assertThat(metrics.scrape()).contains("vedette_runtime_failures_total{runtime=\"containerd\"");
    }

    @Test
    void absentRuntimeIsAWarningAndTheWatchGoesOn() throws Exception {
        runtime.stop();
        watch.start();
        await(() -> watch.trouble().isPresent());
        assertThat(watch.trouble().orElseThrow()).contains("cri.sock");

        runtime.container(A, POD);
        runtime.start();
        await(() -> hears(A));
        await(() -> watch.trouble().isEmpty());
    }

    @Test
    void podThatKubernetesKnowsBetterLaterIsToldAgainWithOwnerAndRole() throws Exception {
        Directory directory = new Directory();
        runtime.container(A, POD);
        try (RuntimeWatch asking = new RuntimeWatch(
                cri, new FakeNode(), news, new RuntimeMetrics(new Metrics()), Clock.systemUTC(), directory)) {
            asking.start();
            await(() -> hears(A));
            assertThat(known(A).container().role()).isEqualTo(Role.UNKNOWN);
            assertThat(known(A).container().pod().workload()).isEqualTo("shop");

            directory.learn(
                    known(A).container().pod().uid(),
                    new PodDirectory.PodEntry("shop-api", "Rollout", Map.of("app", "x"), Map.of("web", Role.SIDECAR)));

            await(() -> hear().stream()
                    .anyMatch(one -> one instanceof RuntimeNews.Known again
                            && again.container().id().equals(A)
                            && again.container().role() == Role.SIDECAR
                            && again.container().pod().workload().equals("shop-api")
                            && again.container().pod().ownerKind().equals("Rollout")
                            && again.container().pod().labels().equals(Map.of("app", "x"))));
        }
    }

    /** What a test has Kubernetes know. */
    private static final class Directory implements PodDirectory {
        private final Map<String, PodEntry> entries = new ConcurrentHashMap<>();
        private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

        void learn(String uid, PodEntry entry) {
            entries.put(uid, entry);
            listeners.forEach(listener -> listener.accept(uid));
        }

        @Override
        public Optional<PodEntry> pod(String uid) {
            return Optional.ofNullable(entries.get(uid));
        }

        @Override
        public void onChange(Consumer<String> listener) {
            listeners.add(listener);
        }
    }

    private boolean hears(String id) {
        return hear().stream()
                .anyMatch(one -> one instanceof RuntimeNews.Known known
                        && known.container().id().equals(id));
    }

    private RuntimeNews.Known known(String id) {
        return hear().stream()
                .filter(RuntimeNews.Known.class::isInstance)
                .map(RuntimeNews.Known.class::cast)
                .filter(known -> known.container().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<RuntimeNews.News> hear() {
        for (RuntimeNews.News one = news.poll(); one != null; one = news.poll()) {
            heard.add(one);
        }
        return heard;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int tries = 0; tries < 2000 && !condition.getAsBoolean(); tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}

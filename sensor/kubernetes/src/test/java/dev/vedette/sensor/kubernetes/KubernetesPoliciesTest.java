package dev.vedette.sensor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against fabric8's mock of an API server; see {@link MockApiServer} for what it is not. */
@Timeout(60)
class KubernetesPoliciesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<Map<String, String>> told = new CopyOnWriteArrayList<>();
    private MockApiServer server = new MockApiServer();
    private KubernetesPolicies policies;

    @BeforeEach
    void connect() throws Exception {
        policies = new KubernetesPolicies(
                KubernetesAccess.openImpatient(Optional.of(server.kubeconfig(folder)), Optional.empty()), told::add);
    }

    @AfterEach
    void close() {
        policies.close();
        server.close();
    }

    @Test
    void whatIsThereIsToldAtOnceAsDocumentsThatHaveOfTheMetadataTheNameAlone() throws Exception {
        put(policy("shop", "enforce"));
        put(policy("house", "audit"));

        policies.start();

        assertThat(policies.awaitListed(SOON)).isTrue();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().keySet()).containsExactly("house", "shop");
        assertThat(told.getFirst().get("shop"))
                .isEqualTo(
                        "{\"apiVersion\":\"vedette.dev/v1alpha1\",\"kind\":\"Policy\",\"metadata\":{\"name\":\"shop\"},"
                                + "\"spec\":{\"mode\":\"enforce\"}}");
    }

    @Test
    void thatThereAreNoneIsToldToo() throws Exception {
        policies.start();

        assertThat(policies.awaitListed(SOON)).isTrue();
        assertThat(told).containsExactly(Map.of());
        await(policies::isWatching);
    }

    @Test
    void whatComesChangesAndGoesIsFollowed() throws Exception {
        policies.start();
        assertThat(policies.awaitListed(SOON)).isTrue();

        put(policy("shop", "audit"));
        await(() -> told.getLast().containsKey("shop"));
        put(policy("shop", "enforce"));
        await(() -> told.getLast().get("shop").contains("enforce"));
        server.administrator()
                .genericKubernetesResources(KubernetesPolicies.POLICIES)
                .withName("shop")
                .delete();
        await(() -> told.getLast().isEmpty());
    }

    @Test
    void aServerThatIsAwayIsTriedAgainAndNothingIsToldMeanwhile() throws Exception {
        int port = server.port();
        server.close();
        policies.start();
        assertThat(policies.awaitListed(Duration.ofMillis(300))).isFalse();
        assertThat(told).isEmpty();

        server = new MockApiServer(port);
        put(policy("shop", "audit"));

        await(() -> !told.isEmpty() && told.getLast().containsKey("shop"));
        assertThat(policies.awaitListed(Duration.ZERO)).isTrue();
    }

    @Test
    void whatWasMissedWhileTheServerWasAwayAndHasForgottenItIsListedAnew() throws Exception {
        put(policy("goes", "audit"));
        put(policy("stays", "audit"));
        policies.start();
        assertThat(policies.awaitListed(SOON)).isTrue();
        await(policies::isWatching);

        int port = server.port();
        server.close();
        server = new MockApiServer(port);
        server.forget();
        put(policy("stays", "enforce"));
        put(policy("comes", "audit"));

        await(() -> told.getLast().keySet().equals(Set.of("comes", "stays")));
        assertThat(told.getLast().get("stays")).contains("enforce");
        assertThat(told).noneMatch(Map::isEmpty);
    }

    @Test
    void afterItsEndNothingIsToldAnyMore() throws Exception {
        policies.start();
        assertThat(policies.awaitListed(SOON)).isTrue();
        policies.close();

        put(policy("shop", "audit"));

        assertThat(policies.isWatching()).isFalse();
        assertThat(told).containsExactly(Map.of());
    }

    private void put(GenericKubernetesResource policy) {
        server.administrator()
                .genericKubernetesResources(KubernetesPolicies.POLICIES)
                .resource(policy)
                .createOr(NonDeletingOperation::update);
    }

    private static GenericKubernetesResource policy(String name, String mode) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("vedette.dev/v1alpha1")
                .withKind("Policy")
                .withNewMetadata()
                .withName(name)
                .addToLabels("team", "storage")
                .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of("mode", mode))
                .build();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}

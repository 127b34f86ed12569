package dev.vedette.sensor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Against fabric8's mock of an API server, which keeps pods and answers evictions as it is told: 201 and 429 as
 * pkg/registry/core/pod/storage/eviction.go of Kubernetes does. It deletes nothing by itself.
 */
class KubernetesClusterTest {
    private static final String EVICTION = "/api/v1/namespaces/shop/pods/api-1/eviction";

    private final Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
    private KubernetesMockServer server;
    private KubernetesClient client;
    private KubernetesCluster cluster;

    @BeforeEach
    void start() {
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), responses, new KubernetesMixedDispatcher(responses), false);
        server.init();
        client = server.createClient();
        cluster = KubernetesCluster.of(client.getConfiguration());
    }

    @AfterEach
    void stop() {
        cluster.close();
        client.close();
        server.destroy();
    }

    @Test
    void countsTheOtherReadyPodsOfTheSameOwner() throws Exception {
        String own = put("api-1", "ReplicaSet", "owner-1", true);
        assertThat(cluster.otherReadyReplicas(container("api-1", own))).hasValue(0);

        put("api-2", "ReplicaSet", "owner-1", true);
        put("api-3", "ReplicaSet", "owner-1", false);
        put("web-1", "ReplicaSet", "owner-2", true);

        assertThat(cluster.otherReadyReplicas(container("api-1", own))).hasValue(1);
    }

    @Test
    void knowsWhoseOwnerKeepsNoReplicas() throws Exception {
        String daemon = put("log-1", "DaemonSet", "owner-1", true);

        assertThat(cluster.otherReadyReplicas(container("log-1", daemon))).isEmpty();
    }

    @Test
    void doesNotTakeALaterPodOfTheSameNameForTheOneThatIsMeant() {
        put("api-1", "ReplicaSet", "owner-1", true);

        assertThatThrownBy(() -> cluster.evict(container("api-1", "another"), null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shop/api-1");
    }

    @Test
    void saysThatADisruptionBudgetKeepsThePod() {
        String own = put("api-1", "ReplicaSet", "owner-1", true);
        Status tooMany =
                new StatusBuilder().withCode(429).withReason("TooManyRequests").build();
        server.expect().post().withPath(EVICTION).andReturn(429, tooMany).always();

        assertThatThrownBy(() -> cluster.evict(container("api-1", own), Duration.ofSeconds(3)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("disruption budget");
    }

    @Test
    void seesThatAnEvictedPodIsGone() throws Exception {
        String own = put("api-1", "ReplicaSet", "owner-1", true);
        server.expect()
                .post()
                .withPath(EVICTION)
                .andReturn(201, new StatusBuilder().withStatus("Success").build())
                .once();
        Thread kubelet = Thread.ofVirtual().start(() -> {
            awaitEviction();
            client.pods().inNamespace("shop").withName("api-1").delete();
        });

        assertThat(cluster.evict(container("api-1", own), null)).contains("gone");
        kubelet.join();
    }

    private void awaitEviction() {
        try {
            while (!server.takeRequest().getPath().equals(EVICTION)) {
                // the requests before it
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysThatAGrantedEvictionHadNoEffect() {
        String own = put("api-1", "ReplicaSet", "owner-1", true);
        server.expect()
                .post()
                .withPath(EVICTION)
                .andReturn(201, new StatusBuilder().withStatus("Success").build())
                .once();

        assertThatThrownBy(() -> cluster.evict(container("api-1", own), null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not on its way out");
    }

    /** @return the pod's uid */
    private String put(String name, String ownerKind, String ownerUid, boolean ready) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind(ownerKind)
                .withName("owner")
                .withUid(ownerUid)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
        return client.pods()
                .inNamespace("shop")
                .resource(pod)
                .create()
                .getMetadata()
                .getUid();
    }

    private static Container container(String pod, String uid) {
        return new Container(
                "c1",
                "main",
                "",
                "",
                "containerd",
                new Container.Pod("shop", pod, uid, "api", Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }
}

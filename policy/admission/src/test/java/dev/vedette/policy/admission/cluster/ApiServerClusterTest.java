package dev.vedette.policy.admission.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.admission.review.Deadline;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against fabric8's mock, which keeps what it is given and serves lists and watches of it, all in one page. */
@Timeout(30)
@EnableKubernetesMockClient(crud = true)
class ApiServerClusterTest {
    private KubernetesClient client;
    private KubernetesMockServer server;

    @Test
    void knowsTheLabelsOfNamespacesAndHearsOfNewOnes() throws Exception {
        label("shop", "baseline");
        try (ApiServerCluster cluster = new ApiServerCluster(client)) {
            assertThat(cluster.labels("shop")).contains(Map.of("level", "baseline"));
            assertThat(cluster.labels("nowhere")).isEmpty();
            assertThat(cluster.labels("")).isEmpty();
            while (!cluster.isKnown()) {
                Thread.onSpinWait();
            }

            label("shop", "restricted");

            while (!cluster.labels("shop").equals(java.util.Optional.of(Map.of("level", "restricted")))) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void givesTheNamespacesPodsOneByOneAndNoMoreThanAskedFor() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            client.resource(new PodBuilder()
                            .withNewMetadata()
                            .withNamespace("shop")
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
        try (ApiServerCluster cluster = new ApiServerCluster(client)) {
            List<String> given = new ArrayList<>();
            Deadline later = Deadline.in(Duration.ofSeconds(20));

            assertThat(cluster.pods(
                            "shop",
                            10,
                            later,
                            pod -> given.add(pod.at("/metadata/name").asText())))
                    .isZero();
            assertThat(given).containsExactlyInAnyOrder("a", "b", "c");
            assertThat(cluster.pods("shop", 2, later, pod -> {})).isEqualTo(1);
            assertThat(cluster.pods("shop", 10, Deadline.in(Duration.ZERO), pod -> {}))
                    .isEqualTo(3);
        }
    }

    @Test
    void saysSoWhereTheApiServerDoesNotAnswer() {
        try (ApiServerCluster cluster = new ApiServerCluster(client)) {
            server.expect()
                    .get()
                    .withPath("/api/v1/namespaces/secret")
                    .andReturn(403, "no")
                    .always();

            assertThatThrownBy(() -> cluster.labels("secret"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("get, list and watch on namespaces");
        }
    }

    @Test
    void givesThePodsThatCameBeforeAPageThatDoesNotCome() {
        String pods = "/api/v1/namespaces/big/pods?limit=100";
        server.expect()
                .get()
                .withPath(pods)
                .andReturn(200, "{\"metadata\":{\"continue\":\"n\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}")
                .always();
        server.expect()
                .get()
                .withPath(pods + "&continue=n")
                .andReturn(
                        410,
                        new StatusBuilder().withCode(410).withMessage("too old").build())
                .always();
        try (ApiServerCluster cluster = new ApiServerCluster(client)) {
            List<String> given = new ArrayList<>();

            assertThatThrownBy(() -> cluster.pods(
                            "big",
                            3_000,
                            Deadline.in(Duration.ofSeconds(20)),
                            pod -> given.add(pod.at("/metadata/name").asText())))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the API server did not answer (410: too old)");
            assertThat(given).containsExactly("a");
        }
    }

    private void label(String name, String level) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(Map.of("level", level))
                        .endMetadata()
                        .build())
                .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }
}

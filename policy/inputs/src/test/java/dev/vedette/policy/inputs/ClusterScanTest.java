package dev.vedette.policy.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClusterScanTest {
    private static final String DEPLOYMENTS = "/apis/apps/v1/deployments";
    private static final String REPLICA_SETS = "/apis/apps/v1/replicasets";
    private static final String PODS = "/api/v1/pods";
    private static final String SPEC = "{\"containers\":[{\"name\":\"a\",\"image\":\"x:1\"}]}";

    private SmallApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = new SmallApiServer()
                .serve("v1", "pods", "Pod", true)
                .serve("v1", "secrets", "Secret", true)
                .serve("v1", "persistentvolumes", "PersistentVolume", false)
                .serve("apps/v1", "deployments", "Deployment", true)
                .serve("apps/v1", "replicasets", "ReplicaSet", true)
                .serve("rbac.authorization.k8s.io/v1", "clusterroles", "ClusterRole", false);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsEveryPageAndNamesWhatItRead() {
        for (int i = 0; i < 5; i++) {
            server.add(DEPLOYMENTS, workload("d" + i, "", SPEC));
        }
        server.add("/apis/rbac.authorization.k8s.io/v1/clusterroles", "{\"metadata\":{\"name\":\"r\"},\"rules\":[]}");

        ManifestSet set = read(List.of());

        assertThat(set.problems()).isEmpty();
        assertThat(set.manifests())
                .hasSize(6)
                .allSatisfy(manifest -> assertThat(manifest.file()).isEqualTo("cluster"));
        assertThat(set.manifests()).extracting(Manifest::kind).contains("Deployment", "ClusterRole");
        assertThat(server.asked()).anyMatch(asked -> asked.contains("limit=") && asked.contains("continue=4"));
    }

    @Test
    void neverAsksForSecrets() {
        server.add(DEPLOYMENTS, workload("d", "", SPEC));

        read(List.of());

        assertThat(server.asked()).noneMatch(asked -> asked.contains("secrets") || asked.contains("configmaps"));
    }

    @Test
    void whatAControllerAnswersForIsJudgedOnceAtTheController() {
        server.add(DEPLOYMENTS, workload("d", "", SPEC))
                .add(REPLICA_SETS, workload("d-1", "d", SPEC))
                .add(
                        REPLICA_SETS,
                        workload("d-0", "d", SPEC.replace("x:1", "x:0"))
                                .replace("\"spec\":{", "\"spec\":{\"replicas\":0,"))
                .add(
                        PODS,
                        pod("d-1-a", "d-1", SPEC.replace("}]}", "}],\"volumes\":[{\"name\":\"kube-api-access-x\"}]}")))
                .add(PODS, pod("alone", "", SPEC))
                .add(PODS, pod("of-another-kind", "unknown", SPEC));

        assertThat(names(read(List.of()))).containsExactlyInAnyOrder("d", "alone", "of-another-kind");
    }

    @Test
    void aPodThatIsNotAsItsControllerMakesItIsJudgedItself() {
        String privileged = SPEC.replace("\"x:1\"", "\"x:1\",\"securityContext\":{\"privileged\":true}");
        server.add(DEPLOYMENTS, workload("d", "", SPEC))
                .add(PODS, pod("claims", "d", privileged))
                .add(PODS, pod("injected", "d", SPEC.replace("]}", ",{\"name\":\"proxy\"}]}")))
                .add(PODS, pod("debugged", "d", SPEC.replace("]}", "],\"ephemeralContainers\":[{\"name\":\"e\"}]}")))
                .add(PODS, pod("same", "d", SPEC));

        assertThat(names(read(List.of()))).containsExactlyInAnyOrder("d", "claims", "injected", "debugged");
    }

    @Test
    void customKindsAreReadWhereTheServerHasThem() {
        server.serve("argoproj.io/v1alpha1", "rollouts", "Rollout", true)
                .add("/apis/argoproj.io/v1alpha1/rollouts", workload("r", "", SPEC))
                .add(REPLICA_SETS, workload("r-1", "r", SPEC));

        ManifestSet set = read(List.of());

        assertThat(set.manifests()).singleElement().satisfies(manifest -> {
            assertThat(manifest.kind()).isEqualTo("Rollout");
            assertThat(manifest.root().toString()).contains("argoproj.io/v1alpha1");
        });
    }

    @Test
    void whatMayNotBeListedIsNamedAndTheRestIsRead() {
        server.add(PODS, pod("alone", "", SPEC)).refuse(DEPLOYMENTS, 403).refuse("/apis/batch", 500);

        ManifestSet set = read(List.of());

        assertThat(names(set)).containsExactly("alone");
        assertThat(set.problems().toString())
                .contains("cluster: Deployment.apps: this user may not list them (403): a role with get and list is"
                        + " needed")
                .contains("Job.batch: the API server answers 500");
    }

    @Test
    void aNamespaceIsReadAloneAndNothingThatIsInNone() {
        server.add("/api/v1/namespaces/shop/pods", pod("alone", "", SPEC))
                .add("/api/v1/persistentvolumes", "{\"metadata\":{\"name\":\"pv\"}}");

        assertThat(names(read(List.of("shop")))).containsExactly("alone");
        assertThat(server.asked()).noneMatch(asked -> asked.contains("persistentvolumes") || asked.startsWith(PODS));
        assertThat(read(List.of("nowhere/../x")).problems())
                .singleElement()
                .hasToString("cluster: there is nothing to be judged in the namespaces nowhere/../x");
    }

    @Test
    void aServerThatIsNotThereIsSaidOnce() {
        try (KubernetesClient client = server.client()) {
            server.close();

            assertThat(new ClusterScan(client, "cluster", PodTemplates.KNOWN)
                            .read(List.of())
                            .problems())
                    .singleElement()
                    .asString()
                    .startsWith("cluster: the API server is not reached");
        }
    }

    private ManifestSet read(List<String> namespaces) {
        try (KubernetesClient client = server.client()) {
            return new ClusterScan(client, "cluster", PodTemplates.KNOWN).read(namespaces);
        }
    }

    private static List<String> names(ManifestSet set) {
        return set.manifests().stream()
                .map(manifest -> manifest.root()
                        .at("metadata", "name")
                        .orElseThrow()
                        .text()
                        .orElseThrow())
                .toList();
    }

    private static String workload(String name, String owner, String podSpec) {
        return "{\"metadata\":%s,\"spec\":{\"template\":{\"spec\":%s}},\"status\":{\"x\":1}}"
                .formatted(metadata(name, owner), podSpec);
    }

    private static String pod(String name, String owner, String podSpec) {
        return "{\"metadata\":%s,\"spec\":%s}".formatted(metadata(name, owner), podSpec);
    }

    private static String metadata(String name, String owner) {
        String owners = owner.isEmpty() ? "" : "{\"uid\":\"uid-" + owner + "\",\"controller\":true}";
        return "{\"name\":\"%s\",\"namespace\":\"shop\",\"uid\":\"uid-%s\",\"managedFields\":[{}],\"ownerReferences\":[%s]}"
                .formatted(name, name, owners);
    }
}

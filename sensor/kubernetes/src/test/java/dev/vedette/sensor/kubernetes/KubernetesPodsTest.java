package dev.vedette.sensor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.Container.Role;
import dev.vedette.sensor.identity.runtime.PodDirectory.PodEntry;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
class KubernetesPodsTest {
    private static final String NODE = "node-1";

    @TempDir
    Path folder;

    private final MockApiServer server = new MockApiServer();
    private final List<String> changed = new CopyOnWriteArrayList<>();
    private KubernetesPods pods;

    @BeforeEach
    void connect() throws Exception {
        pods = new KubernetesPods(KubernetesAccess.open(Optional.of(server.kubeconfig(folder))), NODE);
        pods.onChange(changed::add);
    }

    @AfterEach
    void close() {
        pods.close();
        server.close();
    }

    @Test
    void replicaSetsPodIsItsDeploymentsAlsoWhereNamesSayOtherwise() throws Exception {
        Pod pod = create(pod("odd-name", controlledBy(replicaSet("web-7f9c", owner("Deployment", "shop-front")))));

        pods.start();

        PodEntry entry = await(pod);
        assertThat(entry.workload()).isEqualTo("shop-front");
        assertThat(entry.ownerKind()).isEqualTo("Deployment");
        assertThat(entry.labels()).containsEntry("app", "odd-name");
        assertThat(changed).contains(uid(pod));
    }

    @Test
    void jobsPodIsItsCronJobs() throws Exception {
        Pod pod = create(pod("nightly-28-abcde", controlledBy(job("nightly-28", owner("CronJob", "nightly")))));

        pods.start();

        assertThat(await(pod).workload()).isEqualTo("nightly");
        assertThat(await(pod).ownerKind()).isEqualTo("CronJob");
    }

    @Test
    void ownersWithNothingAboveThemAreTheWorkload() throws Exception {
        Pod set = create(pod("db-0", owner("StatefulSet", "db")));
        Pod daemon = create(pod("agent-x", owner("DaemonSet", "agent")));
        Pod alone = create(pod("alone", null));
        Pod foreign = create(pod("rolled", controlledBy(replicaSet("rolled-1", owner("Rollout", "rolled-out")))));

        pods.start();

        assertThat(await(set)).returns("db", PodEntry::workload).returns("StatefulSet", PodEntry::ownerKind);
        assertThat(await(daemon)).returns("agent", PodEntry::workload).returns("DaemonSet", PodEntry::ownerKind);
        assertThat(await(alone)).returns("alone", PodEntry::workload).returns("Pod", PodEntry::ownerKind);
        assertThat(await(foreign)).returns("rolled-out", PodEntry::workload).returns("Rollout", PodEntry::ownerKind);
    }

    @Test
    void ownerThatIsGoneOrAnotherWithItsNameIsNotFollowed() throws Exception {
        OwnerReference gone = new OwnerReferenceBuilder(owner("ReplicaSet", "gone-1"))
                .withUid("old-uid")
                .build();
        server.administrator()
                .resource(replicaSet("gone-1", owner("Deployment", "successor")))
                .create();
        Pod pod = create(pod("orphan", gone));

        pods.start();

        assertThat(await(pod)).returns("gone-1", PodEntry::workload).returns("ReplicaSet", PodEntry::ownerKind);
    }

    @Test
    void everyContainerHasItsRole() throws Exception {
        Pod pod = create(new PodBuilder(pod("roles", null))
                .editSpec()
                .withContainers(container("web", null))
                .withInitContainers(container("prepare", null), container("proxy", "Always"))
                .addNewEphemeralContainer()
                .withName("debug")
                .endEphemeralContainer()
                .endSpec()
                .build());

        pods.start();

        assertThat(await(pod).roles())
                .isEqualTo(Map.of(
                        "web", Role.REGULAR, "prepare", Role.INIT, "proxy", Role.SIDECAR, "debug", Role.EPHEMERAL));
    }

    @Test
    void staticPodIsKnownByTheKubeletsNumberAndTheNodesOwn() throws Exception {
        Pod mirror = create(new PodBuilder(pod("kube-apiserver-" + NODE, owner("Node", NODE)))
                .editMetadata()
                .addToAnnotations("kubernetes.io/config.mirror", "0123456789abcdef")
                .endMetadata()
                .build());

        pods.start();

        await(() -> pods.pod("0123456789abcdef").isPresent());
        assertThat(pods.pod("0123456789abcdef").orElseThrow())
                .returns("kube-apiserver", PodEntry::workload)
                .returns("Node", PodEntry::ownerKind);
        assertThat(pods.pod(uid(mirror))).isEmpty();
    }

    @Test
    void whatComesChangesAndGoesLaterIsFollowed() throws Exception {
        pods.start();
        await(pods::synced);
        Pod pod = create(pod("late", null));
        assertThat(await(pod).labels()).containsEntry("app", "late");

        server.administrator()
                .pods()
                .inNamespace("shop")
                .withName("late")
                .edit(now -> new PodBuilder(now)
                        .editMetadata()
                        .addToLabels("app", "changed")
                        .endMetadata()
                        .build());
        await(() -> pods.pod(uid(pod))
                .filter(entry -> entry.labels().get("app").equals("changed"))
                .isPresent());
        server.administrator()
                .pods()
                .inNamespace("shop")
                .withName("late")
                .withGracePeriod(0)
                .delete();

        await(() -> pods.pod(uid(pod)).isEmpty());
    }

    @Test
    void podsOfOtherNodesAreNotKept() throws Exception {
        Pod elsewhere = create(new PodBuilder(pod("elsewhere", null))
                .editSpec()
                .withNodeName("node-2")
                .endSpec()
                .build());
        Pod here = create(pod("here", null));

        pods.start();

        assertThat(await(here)).isNotNull();
        assertThat(server.fieldSelectors()).containsExactly("spec.nodeName=" + NODE);
        assertThat(pods.pod(uid(elsewhere))).isEmpty();
    }

    @Test
    void aFileThatIsNoKubeconfigIsNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken"), "[");

        assertThatThrownBy(() -> KubernetesAccess.open(Optional.of(broken)))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining(broken.toString())
                .hasMessageContaining("--kubeconfig");
        assertThatThrownBy(() -> KubernetesAccess.open(Optional.of(folder.resolve("absent"))))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining("absent");
    }

    @Test
    void theServiceAccountIsTakenInsideAClusterOnly() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "x");

        assertThat(KubernetesAccess.inCluster(Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1"), token))
                .isTrue();
        assertThat(KubernetesAccess.inCluster(Map.of(), token)).isFalse();
        assertThat(KubernetesAccess.inCluster(Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1"), folder.resolve("absent")))
                .isFalse();
    }

    private PodEntry await(Pod pod) throws InterruptedException {
        await(() -> pods.pod(uid(pod)).isPresent());
        return pods.pod(uid(pod)).orElseThrow();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int tries = 0; tries < 400 && !condition.getAsBoolean(); tries++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private Pod create(Pod pod) {
        return server.administrator().resource(pod).create();
    }

    /** Of a pod as the server keeps it: it gives uids of its own. */
    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    private static Pod pod(String name, OwnerReference owner) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid("uid-" + name)
                .withLabels(Map.of("app", name))
                .withOwnerReferences(owner == null ? List.of() : List.of(owner))
                .endMetadata()
                .withNewSpec()
                .withNodeName(NODE)
                .withContainers(container("web", null))
                .endSpec()
                .build();
    }

    private static io.fabric8.kubernetes.api.model.Container container(String name, String restartPolicy) {
        return new ContainerBuilder()
                .withName(name)
                .withImage("shop:1")
                .withRestartPolicy(restartPolicy)
                .build();
    }

    private static OwnerReference owner(String kind, String name) {
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind(kind)
                .withName(name)
                .withUid("uid-" + name)
                .withController(true)
                .build();
    }

    private OwnerReference controlledBy(HasMetadata object) {
        HasMetadata kept = server.administrator().resource(object).create();
        return new OwnerReferenceBuilder(
                        owner(kept.getKind(), kept.getMetadata().getName()))
                .withUid(kept.getMetadata().getUid())
                .build();
    }

    private static HasMetadata replicaSet(String name, OwnerReference owner) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid("uid-" + name)
                .withOwnerReferences(owner)
                .endMetadata()
                .build();
    }

    private static HasMetadata job(String name, OwnerReference owner) {
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid("uid-" + name)
                .withOwnerReferences(owner)
                .endMetadata()
                .build();
    }
}

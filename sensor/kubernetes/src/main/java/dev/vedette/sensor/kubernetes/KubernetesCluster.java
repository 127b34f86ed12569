package dev.vedette.sensor.kubernetes;

import dev.vedette.policy.model.Container;
import dev.vedette.sensor.response.Cluster;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What responses ask of the API server. Thread-safe.
 *
 * <p>A service account needs get and list on pods, and create on pods/eviction.
 */
public final class KubernetesCluster implements Cluster, AutoCloseable {
    /** Owners that replace a pod and mean a number of them; a DaemonSet's is there once for each node. */
    private static final Set<String> KEEP_REPLICAS =
            Set.of("ReplicaSet", "StatefulSet", "ReplicationController", "Deployment");

    private static final String TEMPLATE_HASH = "pod-template-hash";
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(100);

    private final KubernetesClient client;

    private KubernetesCluster(KubernetesClient client) {
        this.client = client;
    }

    /**
     * A connection of its own; nothing is asked yet.
     *
     * @param kubeconfig empty for the service account of the sensor's own pod
     */
    public static KubernetesCluster open(Optional<Path> kubeconfig) throws KubernetesException {
        try (KubernetesClient usual = KubernetesAccess.open(kubeconfig)) {
            return of(usual.getConfiguration());
        }
    }

    /** Tries once and once more: 429 is how a disruption budget says no, and waiting does not change its mind. */
    static KubernetesCluster of(Config config) {
        Config impatient =
                new ConfigBuilder(config).withRequestRetryBackoffLimit(1).build();
        return new KubernetesCluster(
                new KubernetesClientBuilder().withConfig(impatient).build());
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public OptionalInt otherReadyReplicas(Container container) throws IOException {
        try {
            Pod own = require(container);
            Optional<OwnerReference> owner = controller(own);
            if (owner.isEmpty() || !KEEP_REPLICAS.contains(owner.get().getKind())) {
                return OptionalInt.empty();
            }
            String uid = owner.get().getUid();
            long others = siblings(own).stream()
                    .filter(pod ->
                            !pod.getMetadata().getUid().equals(own.getMetadata().getUid()))
                    .filter(pod -> controller(pod)
                            .filter(its -> its.getUid().equals(uid))
                            .isPresent())
                    .filter(KubernetesCluster::isReady)
                    .count();
            return OptionalInt.of(Math.toIntExact(others));
        } catch (KubernetesClientException e) {
            throw refused(e);
        }
    }

    /** Those that may have the same owner: a template's pods carry its hash, which keeps the list short. */
    private List<Pod> siblings(Pod own) {
        String namespace = own.getMetadata().getNamespace();
        String hash = own.getMetadata().getLabels() == null
                ? null
                : own.getMetadata().getLabels().get(TEMPLATE_HASH);
        return hash == null
                ? client.pods().inNamespace(namespace).list().getItems()
                : client.pods()
                        .inNamespace(namespace)
                        .withLabel(TEMPLATE_HASH, hash)
                        .list()
                        .getItems();
    }

    private static Optional<OwnerReference> controller(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    @Override
    public String evict(Container container, Duration grace) throws IOException {
        try {
            Pod pod = require(container);
            String name =
                    pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
            boolean granted = resource(container)
                    .evict(new EvictionBuilder()
                            .withNewMetadata()
                            .withName(pod.getMetadata().getName())
                            .withNamespace(pod.getMetadata().getNamespace())
                            .endMetadata()
                            .withDeleteOptions(new DeleteOptionsBuilder()
                                    .withGracePeriodSeconds(grace == null ? null : grace.toSeconds())
                                    .withNewPreconditions()
                                    .withUid(pod.getMetadata().getUid())
                                    .endPreconditions()
                                    .build())
                            .build());
            if (!granted) {
                throw new IOException("a disruption budget keeps the pod " + name + " where it is; use pause or stop");
            }
            return awaitLeaving(container, name);
        } catch (KubernetesClientException e) {
            throw refused(e);
        }
    }

    private String awaitLeaving(Container container, String name) throws IOException {
        long end = System.nanoTime() + BOUND.toNanos();
        do {
            Pod now = resource(container).get();
            if (now == null
                    || !now.getMetadata().getUid().equals(container.pod().uid())) {
                return "the pod " + name + " is gone";
            }
            if (now.getMetadata().getDeletionTimestamp() != null) {
                return "the pod " + name + " is on its way out";
            }
            LockSupport.parkNanos(STEP.toNanos());
        } while (System.nanoTime() < end);
        throw new IOException("the eviction of the pod " + name + " was granted, and after " + BOUND.toSeconds()
                + " s it is not on its way out");
    }

    /** Another pod with the name is not the one that was meant. */
    private Pod require(Container container) throws IOException {
        Pod pod = resource(container).get();
        if (pod == null || !pod.getMetadata().getUid().equals(container.pod().uid())) {
            throw new IOException("the API server does not know the pod "
                    + container.pod().namespace() + "/" + container.pod().name() + " with the id "
                    + container.pod().uid());
        }
        return pod;
    }

    private PodResource resource(Container container) {
        return client.pods()
                .inNamespace(container.pod().namespace())
                .withName(container.pod().name());
    }

    private static IOException refused(KubernetesClientException e) {
        String hint = e.getCode() == 403
                ? ": the service account needs get and list on pods, and create on pods/eviction"
                : "";
        return new IOException("the API server did not do it (" + e.getMessage() + ")" + hint, e);
    }
}

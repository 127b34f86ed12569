package dev.vedette.sensor.agent;

import dev.vedette.sensor.kubernetes.KubernetesCluster;
import dev.vedette.sensor.kubernetes.KubernetesException;
import dev.vedette.sensor.response.Cluster;
import java.util.Optional;
import java.util.function.Consumer;

/** Kubernetes as responses ask it, if one is asked; apart from the class that wires the sensor, as {@link NodePods}. */
final class NodeCluster {
    private NodeCluster() {}

    /**
     * @param settings empty where no API server is asked for anything
     * @param opened takes what has to be closed
     */
    static Optional<Cluster> of(Optional<KubernetesSettings> settings, Consumer<AutoCloseable> opened)
            throws SensorException {
        if (settings.filter(KubernetesSettings::pods).isEmpty()) {
            return Optional.empty();
        }
        try {
            KubernetesCluster cluster = KubernetesCluster.open(settings.get().kubeconfig());
            opened.accept(cluster);
            return Optional.of(cluster);
        } catch (KubernetesException e) {
            throw new SensorException(e.getMessage(), e);
        }
    }
}

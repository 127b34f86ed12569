package dev.vedette.sensor.agent;

import dev.vedette.sensor.identity.runtime.PodDirectory;
import dev.vedette.sensor.kubernetes.KubernetesAccess;
import dev.vedette.sensor.kubernetes.KubernetesException;
import dev.vedette.sensor.kubernetes.KubernetesPods;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The node's pods by the API server's word, if one is asked. Its client is some megabytes of memory, so it is loaded only
 * then, and apart from the class that wires the sensor.
 */
final class NodePods {
    private NodePods() {}

    /**
     * Begins to watch the pods; what is not known yet comes later.
     *
     * @param settings empty where no API server is asked for anything
     * @param node the node's name in Kubernetes
     * @param opened takes what has to be closed
     */
    static PodDirectory watch(Optional<KubernetesSettings> settings, String node, Consumer<AutoCloseable> opened)
            throws SensorException {
        if (settings.filter(KubernetesSettings::pods).isEmpty()) {
            return PodDirectory.NONE;
        }
        try {
            KubernetesPods pods =
                    new KubernetesPods(KubernetesAccess.open(settings.get().kubeconfig()), node);
            opened.accept(pods);
            pods.start();
            return pods;
        } catch (KubernetesException e) {
            throw new SensorException(e.getMessage(), e);
        }
    }
}

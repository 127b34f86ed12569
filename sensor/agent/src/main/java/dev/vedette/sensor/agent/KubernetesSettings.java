package dev.vedette.sensor.agent;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * That the API server is asked about this node's pods.
 *
 * @param kubeconfig empty for the service account of the sensor's own pod
 */
public record KubernetesSettings(Optional<Path> kubeconfig) {
    public KubernetesSettings {
        Objects.requireNonNull(kubeconfig, "kubeconfig is null");
    }
}

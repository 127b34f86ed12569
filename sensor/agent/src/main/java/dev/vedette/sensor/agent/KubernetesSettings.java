package dev.vedette.sensor.agent;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What the API server is asked for.
 *
 * @param kubeconfig empty for the service account of the sensor's own pod
 * @param pods whether about this node's pods, and to evict them where a policy says so
 * @param policies whether for the policies that the cluster keeps as objects
 */
public record KubernetesSettings(Optional<Path> kubeconfig, boolean pods, boolean policies) {
    public KubernetesSettings {
        Objects.requireNonNull(kubeconfig, "kubeconfig is null");
    }
}

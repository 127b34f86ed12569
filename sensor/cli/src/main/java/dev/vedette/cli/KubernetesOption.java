package dev.vedette.cli;

import dev.vedette.sensor.agent.KubernetesSettings;
import dev.vedette.sensor.kubernetes.KubernetesAccess;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether the API server is asked who owns the node's pods. */
final class KubernetesOption {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "Ask this API server who owns the node's pods; --node must be the node's name there (default: the one of"
                            + " the service account, inside a cluster).")
    private Path kubeconfig;

    Optional<KubernetesSettings> settings() {
        boolean asked = kubeconfig != null || KubernetesAccess.inCluster(System.getenv());
        return asked ? Optional.of(new KubernetesSettings(Optional.ofNullable(kubeconfig))) : Optional.empty();
    }
}

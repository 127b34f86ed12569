package dev.vedette.cli;

import dev.vedette.sensor.agent.KubernetesSettings;
import dev.vedette.sensor.kubernetes.KubernetesAccess;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the API server is asked for. */
final class KubernetesOption {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "The API server to ask; --node must be the node's name there (default: the one of the service account,"
                            + " inside a cluster).")
    private Path kubeconfig;

    @Option(
            names = "--pod-owners",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Ask it who owns the node's pods (default: where there is an API server).")
    private boolean pods;

    @Option(
            names = "--cluster-policies",
            description =
                    "Take the policies that the cluster keeps as objects ('vedette policy schema crd') beside those of"
                            + " --policies. Who may write them decides what this sensor does and keeps to itself.")
    private boolean policies;

    Optional<KubernetesSettings> settings() {
        boolean asked = kubeconfig != null || KubernetesAccess.inCluster(System.getenv());
        if (policies && !asked) {
            throw new CommandFailed(
                    "--cluster-policies needs an API server: give --kubeconfig, or run in a pod that has"
                            + " the token of a service account");
        }
        return asked && (pods || policies)
                ? Optional.of(new KubernetesSettings(Optional.ofNullable(kubeconfig), pods, policies))
                : Optional.empty();
    }
}

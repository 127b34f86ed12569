package dev.vedette.cli;

import dev.vedette.policy.inputs.ClusterScan;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.sensor.kubernetes.KubernetesAccess;
import dev.vedette.sensor.kubernetes.KubernetesException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster that a scan judges, reached as with kubectl, since a person asks. Apart from its options: scans of files run
 * without the client's libraries on their class path.
 */
final class ScannedCluster {
    private final Path kubeconfig;
    private final String context;
    private final List<String> namespaces;

    /**
     * @param kubeconfig null to look for it where kubectl does
     * @param context of the kubeconfig, null for its current one
     * @param namespaces none for all of them
     */
    ScannedCluster(Path kubeconfig, String context, List<String> namespaces) {
        this.kubeconfig = kubeconfig;
        this.context = context;
        this.namespaces = List.copyOf(namespaces);
    }

    ManifestSet read(PodTemplates templates) {
        try (KubernetesClient client = open()) {
            return new ClusterScan(client, "cluster", templates).read(namespaces);
        }
    }

    /** Nothing is asked yet. */
    private KubernetesClient open() {
        Optional<Path> file = file(System.getenv());
        if (file.isEmpty() && context != null) {
            throw new CommandFailed("--context is of a kubeconfig: name that with --kubeconfig");
        }
        try {
            return KubernetesAccess.openImpatient(file, Optional.ofNullable(context));
        } catch (KubernetesException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    private Optional<Path> file(Map<String, String> environment) {
        if (kubeconfig != null) {
            return Optional.of(kubeconfig);
        }
        Optional<Path> named = Arrays.stream(
                        environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .findFirst();
        if (named.isPresent() || KubernetesAccess.inCluster(environment)) {
            return named;
        }
        Path usual = Path.of(System.getProperty("user.home"), ".kube", "config");
        if (!Files.exists(usual)) {
            throw new CommandFailed("it is not known how the cluster is reached: name a kubeconfig with --kubeconfig");
        }
        return Optional.of(usual);
    }
}

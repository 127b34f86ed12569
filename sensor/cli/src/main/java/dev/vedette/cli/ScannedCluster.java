package dev.vedette.cli;

import dev.vedette.policy.inputs.ClusterScan;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.sensor.kubernetes.KubernetesAccess;
import dev.vedette.sensor.kubernetes.KubernetesException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
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
    /** Nothing is changed by asking once more, and a server that is not there is not waited for. */
    private static final int RETRIES = 1;

    private final Path kubeconfig;
    private final List<String> namespaces;

    /**
     * @param kubeconfig null to look for it where kubectl does
     * @param namespaces none for all of them
     */
    ScannedCluster(Path kubeconfig, List<String> namespaces) {
        this.kubeconfig = kubeconfig;
        this.namespaces = List.copyOf(namespaces);
    }

    ManifestSet read(PodTemplates templates) {
        try (KubernetesClient client = open()) {
            return new ClusterScan(client, "cluster", templates).read(namespaces);
        }
    }

    /** Nothing is asked yet. */
    private KubernetesClient open() {
        try (KubernetesClient usual = KubernetesAccess.open(file(System.getenv()))) {
            Config config = new ConfigBuilder(usual.getConfiguration())
                    .withRequestRetryBackoffLimit(RETRIES)
                    .build();
            return new KubernetesClientBuilder().withConfig(config).build();
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

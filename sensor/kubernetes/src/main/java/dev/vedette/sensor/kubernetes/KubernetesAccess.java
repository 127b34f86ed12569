package dev.vedette.sensor.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Whether and how the API server is reached: by a kubeconfig that was named, else by the service account of the sensor's
 * own pod. A kubeconfig that merely lies in somebody's home is not taken: the sensor does not borrow people's rights.
 */
public final class KubernetesAccess {
    /** Where the kubelet mounts a pod's service account (plugin/pkg/admission/serviceaccount in Kubernetes). */
    private static final Path TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private KubernetesAccess() {}

    /** Whether the sensor runs in a pod that may speak to an API server. */
    public static boolean inCluster(Map<String, String> environment) {
        return inCluster(environment, TOKEN);
    }

    static boolean inCluster(Map<String, String> environment, Path token) {
        return !environment.getOrDefault("KUBERNETES_SERVICE_HOST", "").isEmpty() && Files.isReadable(token);
    }

    /**
     * A client; nothing is asked yet.
     *
     * @param kubeconfig empty for the service account of the sensor's own pod
     */
    public static KubernetesClient open(Optional<Path> kubeconfig) throws KubernetesException {
        return new KubernetesClientBuilder()
                .withConfig(config(kubeconfig, Optional.empty()))
                .build();
    }

    /**
     * The same for those who wait for an answer: what fails is asked once more and no oftener.
     *
     * @param context of the kubeconfig; empty for its current one
     */
    public static KubernetesClient openImpatient(Optional<Path> kubeconfig, Optional<String> context)
            throws KubernetesException {
        Config config = config(kubeconfig, context);
        config.setRequestRetryBackoffLimit(1);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static Config config(Optional<Path> kubeconfig, Optional<String> context) throws KubernetesException {
        Config config =
                kubeconfig.isPresent() ? new Kubeconfig(kubeconfig.get()).of(context) : new ConfigBuilder().build();
        config.setConnectionTimeout((int) CONNECT.toMillis());
        config.setRequestTimeout((int) ANSWER.toMillis());
        config.setUserAgent("vedette");
        return config;
    }
}

package dev.vedette.sensor.agent;

import dev.vedette.sensor.kubernetes.KubernetesAccess;
import dev.vedette.sensor.kubernetes.KubernetesException;
import dev.vedette.sensor.kubernetes.KubernetesPolicies;
import dev.vedette.sensor.metrics.Metrics;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster's policies by the API server's word; apart from the class that wires the sensor, as {@link NodePods}. */
final class NodePolicies {
    private static final Logger LOG = LoggerFactory.getLogger(NodePolicies.class);
    /** A node is rather watched without them than not at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private NodePolicies() {}

    /**
     * Begins to watch the policies if they are asked for, and waits a short time for those that there are.
     *
     * @param settings empty where no API server is asked for anything
     * @param objects made once; given all policies at each change
     * @param opened takes what has to be closed
     */
    static void watch(
            Optional<KubernetesSettings> settings,
            Supplier<ClusterPolicies> objects,
            Metrics metrics,
            Consumer<AutoCloseable> opened)
            throws SensorException {
        if (settings.filter(KubernetesSettings::policies).isEmpty()) {
            return;
        }
        try {
            KubernetesPolicies policies = new KubernetesPolicies(
                    KubernetesAccess.openImpatient(settings.get().kubeconfig(), Optional.empty()), objects.get());
            opened.accept(policies);
            policies.start();
            metrics.gauge(
                    "vedette_cluster_policies_watched",
                    "1 while changes of the cluster's policies are heard of, else 0: what was read before holds.",
                    () -> policies.isWatching() ? 1 : 0);
            awaitFirst(policies);
        } catch (KubernetesException e) {
            throw new SensorException(e.getMessage(), e);
        }
    }

    private static void awaitFirst(KubernetesPolicies policies) {
        try {
            if (!policies.awaitListed(PATIENCE)) {
                LOG.warn(
                        "the API server has not told the cluster's policies in {} s: the sensor begins without them, and"
                                + " they hold as soon as it has",
                        PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

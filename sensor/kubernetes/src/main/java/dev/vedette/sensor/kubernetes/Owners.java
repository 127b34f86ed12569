package dev.vedette.sensor.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the owner that people know: of a ReplicaSet its Deployment, of a Job its CronJob, else the owner itself. Looked up
 * when it is first needed and kept; bounded. Waits for the API server, so never called by the pipeline. Thread-safe.
 */
final class Owners {
    private static final Logger LOG = LoggerFactory.getLogger(Owners.class);
    private static final int KEPT = 1024;

    private final KubernetesClient client;
    private final Map<String, Owner> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Owner> eldest) {
            return size() > KEPT;
        }
    };
    private boolean refused;

    Owners(KubernetesClient client) {
        this.client = client;
    }

    /** The owner of {@code direct}, or itself; empty where the API server could not be asked now. */
    Optional<Owner> above(Owner direct, String namespace) {
        if (!direct.isBetween()) {
            return Optional.of(direct);
        }
        synchronized (known) {
            Owner before = known.get(direct.uid());
            if (before != null) {
                return Optional.of(before);
            }
        }
        Optional<Owner> found = ask(direct, namespace);
        found.ifPresent(this::clear);
        synchronized (known) {
            found.ifPresent(owner -> known.put(direct.uid(), owner));
        }
        return found;
    }

    private Optional<Owner> ask(Owner direct, String namespace) {
        try {
            HasMetadata object = direct.kind().equals("Job")
                    ? client.batch()
                            .v1()
                            .jobs()
                            .inNamespace(namespace)
                            .withName(direct.name())
                            .get()
                    : client.apps()
                            .replicaSets()
                            .inNamespace(namespace)
                            .withName(direct.name())
                            .get();
            // Another object with this name is not the owner: it was made after the one that is gone.
            boolean isIt =
                    object != null && direct.uid().equals(object.getMetadata().getUid());
            return Optional.of(isIt ? Owner.of(object).orElse(direct) : direct);
        } catch (KubernetesClientException e) {
            say(direct, namespace, e);
            return Optional.empty();
        }
    }

    private synchronized void say(Owner direct, String namespace, KubernetesClientException e) {
        if (!refused) {
            refused = true;
            LOG.warn(
                    "The API server does not say what owns the {} {}/{} ({}): workloads are named by their pods' labels. A"
                            + " service account needs get on replicasets and jobs.",
                    direct.kind(),
                    namespace,
                    direct.name(),
                    e.getMessage());
        }
    }

    private synchronized void clear(Owner found) {
        refused = false;
    }
}

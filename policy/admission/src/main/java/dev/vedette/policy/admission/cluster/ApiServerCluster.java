package dev.vedette.policy.admission.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.admission.standards.Cluster;
import dev.vedette.policy.admission.standards.RunningPods;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster by its API server: namespaces are watched, and of each no more is kept than its labels; one that has not been
 * heard of yet is asked for. An API server that is away is tried again without end, and what was known stays known meanwhile.
 * Thread-safe.
 */
public final class ApiServerCluster implements Cluster, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServerCluster.class);
    /** A pod is some ten kilobytes, and no more than these are in memory at once. */
    private static final int PODS_AT_ONCE = 100;
    /** Causes of causes that are looked through. */
    private static final int DEEPEST = 10;

    private final JsonMapper json = JsonMapper.builder().build();
    private final KubernetesClient client;
    private final SharedIndexInformer<Namespace> namespaces;

    /**
     * Begins to watch; returns at once.
     *
     * @param client closed with this
     */
    public ApiServerCluster(KubernetesClient client) {
        this.client = client;
        this.namespaces = client.namespaces()
                .runnableInformer(0)
                .exceptionHandler((started, problem) -> {
                    LOG.warn("namespaces can't be watched now: {}", problem.getMessage());
                    return true;
                })
                .itemStore(new SlimNamespaces());
        var unused = namespaces.start();
    }

    @Override
    public boolean isKnown() {
        return namespaces.hasSynced();
    }

    @Override
    public Optional<Map<String, String>> labels(String namespace) throws IOException {
        if (namespace.isEmpty()) {
            return Optional.empty();
        }
        Namespace known = namespaces.getStore().getByKey(namespace);
        try {
            return Optional.ofNullable(
                            known == null
                                    ? client.namespaces().withName(namespace).get()
                                    : known)
                    .map(ApiServerCluster::labels);
        } catch (KubernetesClientException e) {
            throw refused("get, list and watch on namespaces", e);
        }
    }

    private static Map<String, String> labels(Namespace namespace) {
        return Optional.ofNullable(namespace.getMetadata().getLabels()).orElse(Map.of());
    }

    @Override
    public long pods(String namespace, int most, Deadline until, RunningPods each) throws IOException {
        String next = "";
        int given = 0;
        do {
            JsonNode page = page(namespace, Math.min(PODS_AT_ONCE, most - given), next);
            next = page.path("metadata").path("continue").asText("");
            // A server need not count what follows (apimachinery, meta/v1, ListMeta).
            long after = Math.max(
                    next.isEmpty() ? 0 : 1,
                    page.path("metadata").path("remainingItemCount").asLong(0));
            int ofPage = 0;
            for (JsonNode pod : page.path("items")) {
                if (given >= most || until.hasPassed()) {
                    return page.path("items").size() - ofPage + after;
                }
                each.take(pod);
                ofPage++;
                given++;
            }
            if (given >= most || until.hasPassed()) {
                return after;
            }
        } while (!next.isEmpty());
        return 0;
    }

    private JsonNode page(String namespace, int limit, String next) throws IOException {
        String path = "/api/v1/namespaces/" + encoded(namespace) + "/pods?limit=" + limit
                + (next.isEmpty() ? "" : "&continue=" + encoded(next));
        try {
            return json.readTree(client.raw(path));
        } catch (JsonProcessingException e) {
            throw new IOException("the API server's answer is no JSON", e);
        } catch (KubernetesClientException e) {
            throw refused("list on pods", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static IOException refused(String rights, KubernetesClientException e) {
        String hint = e.getCode() == 403 ? "; the service account needs " + rights : "";
        return new IOException("the API server did not answer (" + reason(e) + ")" + hint, e);
    }

    /** The server's own sentence, or what kept it from saying one; the client's speaks of addresses and classes. */
    private static String reason(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return e.getCode() + ": " + e.getStatus().getMessage();
        }
        Throwable cause = e;
        for (int depth = 0; cause.getCause() != null && depth < DEEPEST; depth++) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public void close() {
        namespaces.close();
        client.close();
    }
}

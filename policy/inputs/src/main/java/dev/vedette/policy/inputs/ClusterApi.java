package dev.vedette.policy.inputs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vedette.policy.inputs.ClusterKinds.ClusterKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * What a scan asks of an API server: which address a kind has, and its objects, page by page and as they are, so that no
 * field is lost to a model that does not know it. Only GET. Not thread-safe.
 */
final class ClusterApi {
    /** Of one answer, in objects. */
    private static final int PAGE = 100;

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    /**
     * Where a kind is listed.
     *
     * @param version as in {@code apiVersion}
     * @param address without a namespace
     */
    record Resource(String version, String address, String plural, boolean namespaced) {
        /** @param namespace "" for all, or for kinds that are in none */
        String in(String namespace) {
            return namespace.isEmpty()
                    ? address + "/" + plural
                    : address + "/namespaces/" + encoded(namespace) + "/" + plural;
        }
    }

    private final JsonMapper json = new JsonMapper();
    private final Map<String, JsonNode> resourcesOfGroups = new HashMap<>();
    private final KubernetesClient client;

    ClusterApi(KubernetesClient client) {
        this.client = client;
    }

    /** Where the kind is listed, in the version that the server prefers; empty if it does not serve it. */
    Optional<Resource> find(ClusterKind kind) throws InputException {
        JsonNode resources = resourcesOfGroups.get(kind.group());
        if (resources == null) {
            resources = resources(kind.group());
            resourcesOfGroups.put(kind.group(), resources);
        }
        String version = resources.path("groupVersion").asText();
        String address = (kind.group().isEmpty() ? "/api/" : "/apis/") + version;
        return StreamSupport.stream(resources.path("resources").spliterator(), false)
                .filter(resource -> resource.path("kind").asText().equals(kind.kind()))
                .filter(resource -> !resource.path("name").asText().contains("/"))
                .findFirst()
                .map(resource -> new Resource(
                        version,
                        address,
                        resource.path("name").asText(),
                        resource.path("namespaced").asBoolean()));
    }

    private JsonNode resources(String group) throws InputException {
        if (group.isEmpty()) {
            return get("/api/v1").orElseThrow(() -> new InputException("this is no Kubernetes API: it has no /api/v1"));
        }
        Optional<JsonNode> found = get("/apis/" + encoded(group));
        return found.isEmpty()
                ? MissingNode.getInstance()
                : get("/apis/"
                                + found.get()
                                        .path("preferredVersion")
                                        .path("groupVersion")
                                        .asText())
                        .orElse(MissingNode.getInstance());
    }

    /**
     * Hands over each object.
     *
     * @throws InputException if a page cannot be had; what was handed over is not all then
     */
    void list(Resource resource, String namespace, Consumer<JsonNode> each) throws InputException {
        String address = resource.in(namespace) + "?limit=" + PAGE;
        String next = "";
        do {
            JsonNode page = get(next.isEmpty() ? address : address + "&continue=" + encoded(next))
                    .orElseThrow(() -> new InputException("the API server serves them no more"));
            page.path("items").forEach(each);
            String after = page.path("metadata").path("continue").asText();
            if (after.equals(next) && !next.isEmpty()) {
                throw new InputException("the API server gives the same page again and again");
            }
            next = after;
        } while (!next.isEmpty());
    }

    /** Empty where there is nothing of that address. */
    private Optional<JsonNode> get(String address) throws InputException {
        try {
            String answer = client.raw(address);
            return answer == null ? Optional.empty() : Optional.of(json.readTree(answer));
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw new InputException(why(e), e);
        } catch (JsonProcessingException e) {
            throw new InputException("the answer of the API server is no JSON", e);
        }
    }

    private static String why(KubernetesClientException e) {
        if (e.getCode() <= 0) {
            return "the API server is not reached: " + deepest(e);
        }
        return switch (e.getCode()) {
            case FORBIDDEN -> "this user may not list them (403): a role with get and list is needed";
            case GONE -> "they changed faster than they were read (410): try again";
            default -> "the API server answers " + e.getCode() + ": " + deepest(e);
        };
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < 10; depth++) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

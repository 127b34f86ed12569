package dev.vedette.policy.admission.standards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.admission.review.AdmissionRequest;
import java.util.List;
import java.util.Map;

/** Requests as an API server makes them. */
record Asked(
        String operation,
        String kind,
        String resource,
        String subResource,
        String namespace,
        String user,
        JsonNode object,
        JsonNode oldObject) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ROOT = "\"containers\":[{\"name\":\"main\",\"image\":\"a:1\"}]";

    static Asked making(JsonNode pod) {
        return new Asked("CREATE", "Pod", "pods", "", "shop", "jane", pod, null);
    }

    static Asked update(JsonNode pod, JsonNode before) {
        return new Asked("UPDATE", "Pod", "pods", "", "shop", "jane", pod, before);
    }

    static Asked workload(String kind, String resource, JsonNode object) {
        return new Asked("CREATE", kind, resource, "", "shop", "jane", object, null);
    }

    static Asked relabel(Map<String, String> labels, Map<String, String> before) {
        return new Asked("UPDATE", "Namespace", "namespaces", "", "shop", "jane", namespace(labels), namespace(before));
    }

    static Asked namespaceMade(Map<String, String> labels) {
        return new Asked("CREATE", "Namespace", "namespaces", "", "shop", "jane", namespace(labels), null);
    }

    Asked of(String subResource) {
        return new Asked(operation, kind, resource, subResource, namespace, user, object, oldObject);
    }

    Asked by(String user) {
        return new Asked(operation, kind, resource, subResource, namespace, user, object, oldObject);
    }

    Asked in(String namespace) {
        return new Asked(operation, kind, resource, subResource, namespace, user, object, oldObject);
    }

    Asked as(String operation) {
        return new Asked(operation, kind, resource, subResource, namespace, user, object, oldObject);
    }

    AdmissionRequest request() {
        String name = kind.equals("Namespace") ? namespace : "x";
        return new AdmissionRequest(
                "uid",
                kind,
                resource,
                name,
                namespace,
                subResource,
                user,
                List.of(),
                operation,
                false,
                object,
                oldObject);
    }

    /** Fails the baseline. */
    static JsonNode hostPod() {
        return pod("\"hostPID\":true");
    }

    /** Meets the baseline and fails the restricted standard. */
    static JsonNode plainPod() {
        return pod("\"hostPID\":false");
    }

    static JsonNode pod(String more) {
        return json("{\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\"},\"spec\":{" + ROOT + "," + more + "}}");
    }

    static JsonNode namespace(Map<String, String> labels) {
        return JSON.valueToTree(Map.of("kind", "Namespace", "metadata", Map.of("name", "shop", "labels", labels)));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}

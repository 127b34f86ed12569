package dev.vedette.policy.inputs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which objects need no judgement of their own: those with a controller that was met before and whose pods it makes
 * as they are. What was put into a pod later, a container injected or attached, a template changed since, and a controller
 * that is only claimed, are judged at the object itself. Not thread-safe.
 */
final class ControlledPods {
    /** What a pod has of its own accord: the API server adds the token, a StatefulSet the claims. */
    private static final String TOKEN = "kube-api-access-";

    private static final List<String> OF_POD = List.of(
            "hostNetwork",
            "hostPID",
            "hostIPC",
            "hostUsers",
            "shareProcessNamespace",
            "securityContext",
            "runtimeClassName");
    private static final List<String> OF_CONTAINER =
            List.of("name", "image", "command", "args", "env", "envFrom", "ports", "lifecycle", "securityContext");
    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");

    private final Map<String, Set<JsonNode>> podsOfOwners = new HashMap<>();

    /** Whether its controller says all that can be said of it; from now on it may be one itself. */
    boolean isCovered(JsonNode object, List<JsonNode> podSpecs) {
        Set<JsonNode> pods = new HashSet<>();
        podSpecs.forEach(spec -> pods.add(likeness(spec)));
        podsOfOwners.put(object.path("metadata").path("uid").asText(), pods);
        Set<JsonNode> ofOwner = podsOfOwners.getOrDefault(controller(object), Set.of());
        return !pods.isEmpty() && ofOwner.containsAll(pods);
    }

    private static String controller(JsonNode object) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return owner.path("uid").asText();
            }
        }
        return "";
    }

    private static JsonNode likeness(JsonNode podSpec) {
        ObjectNode pod = some(podSpec, OF_POD);
        for (String role : CONTAINERS) {
            for (JsonNode container : podSpec.path(role)) {
                pod.withArray("/" + role).add(some(container, OF_CONTAINER));
            }
        }
        for (JsonNode volume : podSpec.path("volumes")) {
            boolean added = volume.path("name").asText().startsWith(TOKEN) || volume.has("persistentVolumeClaim");
            if (!added) {
                pod.withArray("/volumes").add(volume);
            }
        }
        return pod;
    }

    private static ObjectNode some(JsonNode object, List<String> names) {
        ObjectNode some = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            JsonNode value = object.path(name);
            boolean given = !value.isMissingNode() && !value.isNull() && !(value.isContainerNode() && value.isEmpty());
            if (given) {
                some.set(name, value);
            }
        }
        return some;
    }
}

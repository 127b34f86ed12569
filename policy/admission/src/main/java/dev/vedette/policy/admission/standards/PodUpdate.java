package dev.vedette.policy.admission.standards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether an update of a pod can make it fail what it met: little of a pod may be changed once it is there. Source:
 * k8s.io/pod-security-admission, admission/admission.go, isSignificantPodUpdate.
 */
final class PodUpdate {
    private static final String SECCOMP_OF_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_OF_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

    private final JsonNode pod;
    private final JsonNode before;

    PodUpdate(JsonNode pod, JsonNode before) {
        this.pod = pod;
        this.before = before;
    }

    /** An image, a container or an old annotation for seccomp is another, or an ephemeral container has come. */
    boolean matters() {
        return isAnotherAnnotation(SECCOMP_OF_POD)
                || isAnotherList("containers")
                || isAnotherList("initContainers")
                || addsOrChangesEphemeral();
    }

    private boolean isAnotherList(String role) {
        JsonNode now = pod.path("spec").path(role);
        JsonNode then = before.path("spec").path(role);
        if (now.size() != then.size()) {
            return true;
        }
        for (int i = 0; i < now.size(); i++) {
            if (isAnother(now.path(i), then.path(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean addsOrChangesEphemeral() {
        Map<String, JsonNode> then = new HashMap<>();
        before.path("spec")
                .path("ephemeralContainers")
                .forEach(container -> then.put(container.path("name").asText(), container));
        for (JsonNode container : pod.path("spec").path("ephemeralContainers")) {
            JsonNode old = then.get(container.path("name").asText());
            if (old == null || isAnother(container, old)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAnother(JsonNode container, JsonNode old) {
        return !container.path("image").equals(old.path("image"))
                || isAnotherAnnotation(
                        SECCOMP_OF_CONTAINER + container.path("name").asText());
    }

    private boolean isAnotherAnnotation(String name) {
        return !annotation(pod, name).equals(annotation(before, name));
    }

    private static String annotation(JsonNode pod, String name) {
        return pod.path("metadata").path("annotations").path(name).asText("");
    }
}

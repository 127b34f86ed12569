package dev.vedette.policy.admission.review;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;

/**
 * What the API server asks. Source: k8s.io/api admission/v1, AdmissionRequest.
 *
 * @param uid to be sent back
 * @param resource what the request is made of, in the plural, as {@code pods}; its group is not kept
 * @param name of the object; "" where the API server has not made one yet
 * @param namespace "" for objects without one; a namespace is of its own
 * @param subResource for example {@code exec}; "" for the object itself
 * @param user who asks
 * @param groups of the user
 * @param dryRun whether nothing will come of it
 * @param object what is to be stored; null on DELETE
 * @param oldObject what is stored; null unless UPDATE or DELETE
 */
public record AdmissionRequest(
        String uid,
        String kind,
        String resource,
        String name,
        String namespace,
        String subResource,
        String user,
        List<String> groups,
        String operation,
        boolean dryRun,
        JsonNode object,
        JsonNode oldObject) {
    /** What of an object is judged: a specification, and what roles and bindings have in its place. */
    private static final List<String> JUDGED = List.of("spec", "template", "rules", "roleRef", "subjects");

    public AdmissionRequest {
        Objects.requireNonNull(uid, "uid is null");
        groups = List.copyOf(groups);
    }

    /** Whether what is judged stays as it is, as when only labels or a status change. */
    public boolean leavesSpecAlone() {
        return isUpdate()
                && JUDGED.stream().allMatch(field -> object.path(field).equals(oldObject.path(field)));
    }

    /** Whether something is to take the place of what is stored, and both are given. */
    public boolean isUpdate() {
        return operation.equals("UPDATE") && object != null && oldObject != null;
    }

    /** Whether it is about a pod, or about something of one that is called a subresource. */
    public boolean isOfPods() {
        return resource.equals("pods") || (resource.isEmpty() && kind.equals("Pod"));
    }
}

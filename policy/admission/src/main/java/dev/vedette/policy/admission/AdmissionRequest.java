package dev.vedette.policy.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/**
 * What the API server asks. Source: k8s.io/api admission/v1, AdmissionRequest.
 *
 * @param uid to be sent back
 * @param namespace "" for objects without one
 * @param dryRun whether nothing will come of it
 * @param object what is to be stored; null on DELETE
 * @param oldObject what is stored; null unless UPDATE or DELETE
 */
record AdmissionRequest(
        String uid,
        String kind,
        String namespace,
        String operation,
        boolean dryRun,
        JsonNode object,
        JsonNode oldObject) {
    AdmissionRequest {
        Objects.requireNonNull(uid, "uid is null");
    }

    /** Whether the specification stays as it is, as when only labels or a status change. */
    boolean leavesSpecAlone() {
        return operation.equals("UPDATE")
                && object != null
                && oldObject != null
                && object.path("spec").equals(oldObject.path("spec"))
                && object.path("template").equals(oldObject.path("template"));
    }
}

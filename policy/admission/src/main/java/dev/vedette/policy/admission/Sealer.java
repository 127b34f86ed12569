package dev.vedette.policy.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admitted.AdmissionSeal;
import dev.vedette.policy.admitted.ManifestAdmission;
import dev.vedette.policy.model.AdmittedPod;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Writes into new pods what they are admitted with, signed. Mutating webhooks are asked before validating ones, and others
 * may change the pod after this one: whether the pod that is stored is the one that was sealed is looked at once more when
 * it is validated. Thread-safe.
 */
final class Sealer {
    private static final String CHANGED =
            "Vedette: this pod was changed after it was sealed, so nodes will find it wider or"
                    + " narrower than admitted; let its webhook be asked again (reinvocationPolicy: IfNeeded)";
    private static final String UNSEALED =
            "Vedette: this pod is not sealed, so nodes will not know that it was admitted";

    /** Names and values together (k8s.io/apimachinery, api/validation, TotalAnnotationSizeLimitB). */
    private static final long MAX_ANNOTATION_BYTES = 256 << 10;

    private final PrivateKey key;
    private final Clock clock;

    Sealer(PrivateKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** The answer to one that asks what is to be changed; whoever wrote a seal before is overruled. */
    AdmissionAnswer seal(AdmissionRequest request) {
        if (!isToBeSealed(request)) {
            return AdmissionAnswer.ALLOWED;
        }
        return AdmissionSeal.seal(admitted(request), key)
                .filter(seal -> annotationBytes(request.object(), seal) <= MAX_ANNOTATION_BYTES)
                .map(seal -> AdmissionAnswer.patching(patch(request.object(), seal)))
                .orElse(AdmissionAnswer.ALLOWED.withWarnings(
                        List.of(UNSEALED + ": it, or what is annotated to it already, is too large")));
    }

    /** What to say of a pod that is about to be stored; empty if its seal is its own, or it needs none. */
    Optional<String> complaint(AdmissionRequest request) {
        if (!isToBeSealed(request)) {
            return Optional.empty();
        }
        String seal = request.object()
                .path("metadata")
                .path("annotations")
                .path(AdmissionSeal.ANNOTATION)
                .asText("");
        Optional<AdmittedPod> sealed = AdmissionSeal.openOwn(seal, key);
        if (sealed.isEmpty()) {
            return Optional.of(UNSEALED);
        }
        return sealed.get().allowsTheSame(admitted(request)) ? Optional.empty() : Optional.of(CHANGED);
    }

    private AdmittedPod admitted(AdmissionRequest request) {
        return ManifestAdmission.of(request.object(), request.namespace(), clock.millis());
    }

    /** Nothing comes of a dry run: a seal from one would stand for a pod that nobody ever let in. */
    private static boolean isToBeSealed(AdmissionRequest request) {
        return request.kind().equals("Pod")
                && request.operation().equals("CREATE")
                && !request.dryRun()
                && request.object() != null
                && request.object().path("metadata").isObject();
    }

    private static long annotationBytes(JsonNode pod, String seal) {
        long bytes = bytes(AdmissionSeal.ANNOTATION) + bytes(seal);
        for (var annotation : pod.path("metadata").path("annotations").properties()) {
            if (!annotation.getKey().equals(AdmissionSeal.ANNOTATION)) {
                bytes +=
                        bytes(annotation.getKey()) + bytes(annotation.getValue().asText());
            }
        }
        return bytes;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String patch(JsonNode pod, String seal) {
        ObjectNode change = JsonNodeFactory.instance.objectNode().put("op", "add");
        if (pod.path("metadata").path("annotations").isObject()) {
            // "/" in a name is "~1" in a pointer (RFC 6901); what is there already is replaced.
            change.put("path", "/metadata/annotations/" + AdmissionSeal.ANNOTATION.replace("/", "~1"))
                    .put("value", seal);
        } else {
            change.put("path", "/metadata/annotations").putObject("value").put(AdmissionSeal.ANNOTATION, seal);
        }
        return JsonNodeFactory.instance.arrayNode().add(change).toString();
    }
}

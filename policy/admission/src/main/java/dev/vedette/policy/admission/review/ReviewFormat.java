package dev.vedette.policy.admission.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** AdmissionReview v1 as JSON. Source: k8s.io/api admission/v1. Thread-safe. */
public final class ReviewFormat {
    private static final String API_VERSION = "admission.k8s.io/v1";
    private static final int FORBIDDEN = 403;

    /** Takes nothing that another reader could take for something else. */
    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws MalformedReviewException if the body is no review that can be answered */
    public AdmissionRequest read(byte[] body) throws MalformedReviewException {
        JsonNode review = parse(body);
        if (!review.path("kind").asText().equals("AdmissionReview")) {
            throw new MalformedReviewException("the body is not an AdmissionReview");
        }
        if (!review.path("apiVersion").asText().equals(API_VERSION)) {
            throw new MalformedReviewException("this webhook answers " + API_VERSION + ", not \""
                    + review.path("apiVersion").asText() + "\"");
        }
        JsonNode request = review.path("request");
        String uid = request.path("uid").asText();
        if (uid.isEmpty()) {
            throw new MalformedReviewException("the AdmissionReview has no request.uid");
        }
        String kind = request.path("kind").path("kind").asText();
        String namespace = request.path("namespace").asText();
        ObjectNode object = objectOrNull(request, "object");
        if (object != null) {
            complete(object, kind, namespace);
        }
        return new AdmissionRequest(
                uid,
                kind,
                request.path("resource").path("resource").asText(),
                request.path("name").asText(),
                namespace,
                request.path("subResource").asText(),
                request.path("userInfo").path("username").asText(),
                texts(request.path("userInfo").path("groups")),
                request.path("operation").asText(),
                request.path("dryRun").asBoolean(false),
                object,
                objectOrNull(request, "oldObject"));
    }

    /** Puts what the request says of the object into it, so that it can be judged by itself. */
    private static void complete(ObjectNode object, String kind, String namespace) {
        if (!object.has("kind")) {
            object.put("kind", kind);
        }
        if (!namespace.isEmpty() && !object.path("metadata").has("namespace")) {
            JsonNode metadata = object.path("metadata");
            ObjectNode fields = metadata instanceof ObjectNode known ? known : object.putObject("metadata");
            fields.put("namespace", namespace);
        }
    }

    /** The review that is sent back. */
    public String write(String uid, AdmissionAnswer answer) {
        ObjectNode review = json.createObjectNode();
        review.put("apiVersion", API_VERSION).put("kind", "AdmissionReview");
        ObjectNode response = review.putObject("response");
        response.put("uid", uid).put("allowed", answer.allowed());
        if (!answer.allowed()) {
            response.putObject("status")
                    .put("code", FORBIDDEN)
                    .put("reason", "Forbidden")
                    .put("message", answer.message());
        }
        if (!answer.warnings().isEmpty()) {
            ArrayNode warnings = response.putArray("warnings");
            answer.warnings().forEach(warnings::add);
        }
        if (!answer.audit().isEmpty()) {
            ObjectNode annotations = response.putObject("auditAnnotations");
            answer.audit().forEach(annotations::put);
        }
        if (!answer.patch().isEmpty()) {
            // Go reads bytes from base64 (k8s.io/api admission/v1, AdmissionResponse.patch).
            response.put("patchType", "JSONPatch").put("patch", answer.patch().getBytes(StandardCharsets.UTF_8));
        }
        return review.toString();
    }

    private JsonNode parse(byte[] body) throws MalformedReviewException {
        try {
            JsonNode review = json.readTree(body);
            if (review == null || !review.isObject()) {
                throw new MalformedReviewException("the body is not a JSON object");
            }
            return review;
        } catch (JsonProcessingException e) {
            throw new MalformedReviewException("the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedReviewException("the body cannot be read: " + e.getMessage());
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static ObjectNode objectOrNull(JsonNode request, String name) throws MalformedReviewException {
        JsonNode node = request.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedReviewException("request." + name + " is not an object, and so cannot be judged");
    }
}

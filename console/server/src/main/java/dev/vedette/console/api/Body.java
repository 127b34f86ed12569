package dev.vedette.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON bodies of requests and answers. */
final class Body {
    static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final JsonNode node;

    private Body(JsonNode node) {
        this.node = node;
    }

    /** The request's body. */
    static Body of(Context request) {
        try {
            JsonNode node = MAPPER.readTree(request.bodyAsBytes());
            if (node == null || !node.isObject()) {
                throw new ApiException(HttpStatus.BAD_REQUEST, "the body must be a JSON object");
            }
            return new Body(node);
        } catch (IOException e) {
            throw new ApiException(HttpStatus.BAD_REQUEST, "the body is no JSON");
        }
    }

    /** A text, "" where absent. */
    String text(String name) {
        return node.path(name).asText("");
    }

    /** Whether something is said to be so; false where absent. */
    boolean flag(String name) {
        return node.path(name).asBoolean(false);
    }

    /** An object of texts, empty where absent. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.path(name)
                .properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText("")));
        return texts;
    }

    static void answer(Context request, JsonNode json) {
        request.contentType("application/json; charset=utf-8").result(json.toString());
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds broken JSON", e);
        }
    }

    static JsonNode parse(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("the store holds broken JSON", e);
        }
    }
}

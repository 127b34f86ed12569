package dev.vedette.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
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
            return of(request.bodyAsBytes());
        } catch (IOException e) {
            throw wrong("the body is no JSON");
        }
    }

    private static Body of(byte[] bytes) throws IOException {
        JsonNode node = MAPPER.readTree(bytes);
        if (node == null || !node.isObject()) {
            throw wrong("the body must be a JSON object");
        }
        return new Body(node);
    }

    /** The same of a longer body than others may have. */
    static Body of(Context request, int most) {
        try {
            byte[] bytes = request.req().getInputStream().readNBytes(most + 1);
            if (bytes.length > most) {
                throw new ApiException(HttpStatus.CONTENT_TOO_LARGE, "the body is longer than " + most / 1024 + " KiB");
            }
            return of(bytes);
        } catch (IOException e) {
            throw wrong("the body is no JSON");
        }
    }

    /** The same body, which says nothing but these: what is misspelt must not pass for what is left out. */
    Body only(String... names) {
        for (String name : (Iterable<String>) node::fieldNames) {
            if (!List.of(names).contains(name)) {
                throw wrong("there is no '" + name + "' here, only " + String.join(", ", names));
            }
        }
        return this;
    }

    /** A text, "" where absent. */
    String text(String name) {
        JsonNode value = node.path(name);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw wrong(name + " must be a text");
        }
        return value.asText("");
    }

    /** Whether something is said to be so. */
    boolean flag(String name) {
        if (!node.path(name).isBoolean()) {
            throw wrong(name + " must be true or false");
        }
        return node.path(name).booleanValue();
    }

    /** Whether something is said to be so; false where nothing is said. */
    boolean flagIfSaid(String name) {
        return node.has(name) && flag(name);
    }

    /** An object of texts, empty where absent. */
    Map<String, String> texts(String name) {
        JsonNode object = node.path(name);
        if (!object.isMissingNode() && !object.isObject()) {
            throw wrong(name + " must be an object of texts");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        Body inner = new Body(object);
        object.fieldNames().forEachRemaining(key -> texts.put(key, inner.text(key)));
        return texts;
    }

    private static ApiException wrong(String sentence) {
        return new ApiException(HttpStatus.BAD_REQUEST, sentence);
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

package dev.vedette.policy.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Objects that come as parsed JSON, as the API server sends them, and are of no file: they have pointers, and every line and
 * column is 1. How deep they nest is for whoever parses them to bound.
 */
public final class JsonObjects {
    private static final int NO_PLACE = 1;

    private JsonObjects() {}

    /** The same values, at the root of a document. */
    public static LocatedNode located(JsonNode json) {
        return located(json, "");
    }

    private static LocatedNode located(JsonNode json, String pointer) {
        if (json.isObject()) {
            return mapping(json, pointer);
        }
        return json.isArray()
                ? sequence(json, pointer)
                : new LocatedNode.Scalar(json.asText(), !json.isTextual(), NO_PLACE, NO_PLACE, pointer);
    }

    private static LocatedNode mapping(JsonNode json, String pointer) {
        Map<String, LocatedNode.Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String below = pointer + "/" + step(field.getKey());
            entries.put(
                    field.getKey(),
                    new LocatedNode.Entry(
                            new LocatedNode.Scalar(field.getKey(), false, NO_PLACE, NO_PLACE, below),
                            located(field.getValue(), below)));
        }
        return new LocatedNode.Mapping(entries, NO_PLACE, NO_PLACE, pointer);
    }

    private static LocatedNode sequence(JsonNode json, String pointer) {
        List<LocatedNode> items = new ArrayList<>(json.size());
        for (JsonNode item : json) {
            items.add(located(item, pointer + "/" + items.size()));
        }
        return new LocatedNode.Sequence(items, NO_PLACE, NO_PLACE, pointer);
    }

    private static String step(String key) {
        return key.indexOf('~') < 0 && key.indexOf('/') < 0
                ? key
                : key.replace("~", "~0").replace("/", "~1");
    }
}

package dev.vedette.sensor.images.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reference to content by its digest (opencontainers/image-spec, descriptor.md).
 *
 * @param artifactType "" where it says none
 */
public record Descriptor(
        String mediaType, String digest, long size, String artifactType, Map<String, String> annotations) {
    public Descriptor {
        annotations = Map.copyOf(annotations);
    }

    static Descriptor of(JsonNode node) {
        Map<String, String> annotations = new LinkedHashMap<>();
        node.path("annotations")
                .properties()
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText("")));
        return new Descriptor(
                node.path("mediaType").asText(""),
                node.path("digest").asText(""),
                node.path("size").asLong(),
                node.path("artifactType").asText(""),
                annotations);
    }
}

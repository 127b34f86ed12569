package dev.vedette.sensor.images.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An index or a manifest (opencontainers/image-spec, image-index.md and manifest.md; Docker's own forms have the same
 * fields).
 *
 * @param manifests of an index; empty for a manifest
 * @param config of a manifest
 * @param layers of a manifest
 * @param subject the digest of what it belongs to, "" if it stands for itself
 */
public record ImageDocument(
        List<Descriptor> manifests,
        Optional<Descriptor> config,
        List<Descriptor> layers,
        String artifactType,
        String subject) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public ImageDocument {
        manifests = List.copyOf(manifests);
        layers = List.copyOf(layers);
    }

    /** @throws IOException if it is no such document */
    public static ImageDocument read(byte[] bytes) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException("a manifest is no JSON", e);
        }
        if (root == null || !root.isObject()) {
            throw new IOException("a manifest is no JSON object");
        }
        JsonNode config = root.path("config");
        return new ImageDocument(
                list(root.path("manifests")),
                config.isObject() ? Optional.of(Descriptor.of(config)) : Optional.empty(),
                list(root.path("layers")),
                root.path("artifactType").asText(""),
                root.path("subject").path("digest").asText(""));
    }

    public boolean isIndex() {
        return !manifests.isEmpty();
    }

    private static List<Descriptor> list(JsonNode node) {
        List<Descriptor> descriptors = new ArrayList<>();
        node.forEach(one -> descriptors.add(Descriptor.of(one)));
        return descriptors;
    }
}

package dev.vedette.sensor.images.store;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of an image on this node.
 *
 * @param id the digest of its configuration, by which runtimes tell images apart
 * @param pulledBy the digests that it was pulled by: of its index, or of its manifest
 * @param manifests the digests of manifests and indexes that lead to it, those in {@code pulledBy} among them
 * @param chain the digest of all its layers together (image-spec, config.md, ChainID); "" where not known
 * @param layers how many layers its manifest has; -1 where not known
 * @param encryptedLayers how many of them are encrypted there
 * @param createdEpochNanos 0 where not known
 */
public record KnownImage(
        String id,
        List<String> pulledBy,
        List<String> manifests,
        String chain,
        int layers,
        int encryptedLayers,
        long createdEpochNanos) {
    public KnownImage {
        pulledBy = List.copyOf(pulledBy);
        manifests = List.copyOf(manifests);
    }

    /** All digests by which it may be known, the one it was pulled by first. */
    public List<String> digests() {
        List<String> all = new ArrayList<>(manifests);
        all.add(id);
        if (!chain.isEmpty()) {
            all.add(chain);
        }
        return all.stream().filter(digest -> !digest.isEmpty()).distinct().toList();
    }
}

package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.model.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Gives the findings of one scan their fingerprints, and tells apart those that are alike in all. For one thread. */
final class Fingerprints {
    private final Map<Fingerprint, Integer> met = new HashMap<>();

    /**
     * @param path the file as {@link SourcePaths} has it
     * @param object what the field is of; empty where that was not read
     */
    Fingerprint of(
            String check, Place field, Optional<Manifest> object, String path, String container, String message) {
        String way = object.map(manifest -> NamedPath.of(manifest.root(), field.pointer()))
                .orElse(field.pointer());
        Fingerprint first =
                new Fingerprint(check, path, field.kind(), field.namespace(), field.name(), container, way, message, 0);
        int alike = met.merge(first, 1, Integer::sum) - 1;
        return alike == 0 ? first : first.after(alike);
    }
}

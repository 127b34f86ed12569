package dev.vedette.policy.manifest;

import dev.vedette.policy.model.Place;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Map;
import java.util.Objects;

/**
 * A manifest that makes pods.
 *
 * @param namespace "" where the manifest leaves it to whoever applies it
 * @param owner the workload that people know it by; its own name if it has no controller
 * @param labels those of the pods
 * @param template what holds the pods' metadata and specification; the pod itself if it is one
 * @param podSpec the pod's specification, wherever the kind keeps it
 */
public record Workload(
        String file,
        String kind,
        String name,
        String namespace,
        String owner,
        Map<String, String> labels,
        LocatedNode template,
        LocatedNode podSpec) {
    public Workload {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(template, "template is null");
        Objects.requireNonNull(podSpec, "podSpec is null");
        labels = Map.copyOf(labels);
    }

    /** Where a part of it stands. */
    public Place placeOf(LocatedNode where) {
        return new Place(file, kind, name, namespace, where.pointer(), where.line(), where.column());
    }
}

package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Objects;

/**
 * One Kubernetes object as it stands in a file; the items of a list are manifests of their own.
 *
 * @param file as it was named, {@code -} for standard input
 * @param kind never empty: an item of a typed list without a kind of its own has the list's
 * @param root the object, a mapping
 * @param templates where its kind keeps the templates of pods; none where that is not known
 */
public record Manifest(String file, String kind, LocatedNode root, List<TemplatePath> templates) {
    public Manifest {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(root, "root is null");
        templates = List.copyOf(templates);
    }

    /** An object with pods where they are known to be in its kind. */
    public static Manifest of(String file, String kind, LocatedNode root) {
        return of(file, kind, root, PodTemplates.KNOWN);
    }

    /** An object with pods where {@code templates} says that its kind has them. */
    public static Manifest of(String file, String kind, LocatedNode root, PodTemplates templates) {
        String group = root.get("apiVersion")
                .flatMap(LocatedNode::text)
                .map(ManifestReader::group)
                .orElse("");
        return new Manifest(file, kind, root, templates.of(kind, group));
    }
}

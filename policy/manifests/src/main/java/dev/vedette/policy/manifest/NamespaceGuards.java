package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ClusterSetting;
import dev.vedette.policy.model.ClusterSetting.Concern;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which guards are missing from the namespaces that come with workloads of their own: only then do the manifests say all
 * that the namespace is to hold. Keeps nothing of the others but their kinds. For one scan and one thread.
 */
public final class NamespaceGuards {
    private static final List<String> GUARDS = List.of("NetworkPolicy", "ResourceQuota", "LimitRange");

    private final List<Manifest> namespaces = new ArrayList<>();
    private final Set<String> inhabited = new HashSet<>();
    private final Map<String, Set<String>> guards = new HashMap<>();

    void note(Manifest manifest) {
        FieldReader fields = new FieldReader(manifest.file());
        if (manifest.kind().equals("Namespace")) {
            namespaces.add(manifest);
        } else if (Workloads.makesPods(manifest.kind())) {
            inhabited.add(metadata(manifest, "namespace", fields));
        } else if (GUARDS.contains(manifest.kind()) && guards(manifest, fields)) {
            guards.computeIfAbsent(metadata(manifest, "namespace", fields), unused -> new HashSet<>())
                    .add(manifest.kind());
        }
    }

    /** The namespaces that were met. */
    public List<Manifest> namespaces() {
        return List.copyOf(namespaces);
    }

    /** What the namespaces are without, of all that was noted. */
    List<ClusterSetting> missing(long epochNanos) {
        List<ClusterSetting> missing = new ArrayList<>();
        for (Manifest namespace : namespaces) {
            FieldReader fields = new FieldReader(namespace.file());
            String name = metadata(namespace, "name", fields);
            if (inhabited.contains(name)) {
                GUARDS.stream()
                        .filter(guard -> !guards.getOrDefault(name, Set.of()).contains(guard))
                        .forEach(guard -> missing.add(missing(namespace, guard, fields, epochNanos)));
            }
        }
        return missing;
    }

    private static ClusterSetting missing(Manifest namespace, String guard, FieldReader fields, long epochNanos) {
        LocatedNode root = namespace.root();
        Workload holder = Workloads.named(namespace, root, root, fields);
        return new ClusterSetting(
                ManifestFacts.container(holder, "", "", root),
                Concern.NAMESPACE_GUARD,
                guard,
                "none",
                holder.placeOf(root),
                epochNanos);
    }

    /** A NetworkPolicy guards a namespace if it chooses all of its pods; what it then allows is its own affair. */
    private static boolean guards(Manifest manifest, FieldReader fields) {
        return !manifest.kind().equals("NetworkPolicy")
                || fields.object(manifest.root(), "spec", "podSelector")
                        .filter(selector -> fields.object(selector, "matchLabels")
                                        .isEmpty()
                                && fields.list(selector, "matchExpressions").isEmpty())
                        .isPresent();
    }

    private static String metadata(Manifest manifest, String field, FieldReader fields) {
        return fields.object(manifest.root(), "metadata")
                .map(metadata -> fields.text(metadata, field))
                .orElse("");
    }
}

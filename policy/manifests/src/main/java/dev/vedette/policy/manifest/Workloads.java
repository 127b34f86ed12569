package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the pod in a manifest.
 *
 * <p>Kinds that Kubernetes itself knows are found by name. Any other kind whose {@code spec.template.spec} has
 * containers, as custom workloads do, is taken for a workload by its shape. Source of the places: the types of
 * k8s.io/api core/v1, apps/v1 and batch/v1.
 */
public final class Workloads {
    private static final String[] TEMPLATE_OF_SPEC = {"spec", "template"};
    private static final Map<String, String[]> TEMPLATES = Map.of(
            "Pod", new String[0],
            "PodTemplate", new String[] {"template"},
            "Deployment", TEMPLATE_OF_SPEC,
            "ReplicaSet", TEMPLATE_OF_SPEC,
            "ReplicationController", TEMPLATE_OF_SPEC,
            "StatefulSet", TEMPLATE_OF_SPEC,
            "DaemonSet", TEMPLATE_OF_SPEC,
            "Job", TEMPLATE_OF_SPEC,
            "CronJob", new String[] {"spec", "jobTemplate", "spec", "template"});

    private Workloads() {}

    /**
     * The workload in {@code manifest}; empty for kinds that make no pods. One that should have a pod and has none is a
     * problem.
     */
    public static Optional<Workload> in(Manifest manifest, FieldReader fields) {
        String[] path = TEMPLATES.get(manifest.kind());
        Optional<LocatedNode> template = fields.object(manifest.root(), path == null ? TEMPLATE_OF_SPEC : path);
        Optional<LocatedNode> podSpec = template.flatMap(found -> fields.object(found, "spec"));
        if (path == null) {
            podSpec = podSpec.filter(Workloads::hasContainers);
        } else if (podSpec.isEmpty()) {
            fields.problem(
                    manifest.root(), "this " + manifest.kind() + " has no pod's specification, and was not judged");
        }
        return podSpec.map(spec -> named(manifest, template.orElseThrow(), spec, fields));
    }

    /** The kind that {@code kind} is but for its case; empty if it is none that makes pods, or written right. */
    static Optional<String> meant(String kind) {
        return TEMPLATES.keySet().stream()
                .filter(known -> known.equalsIgnoreCase(kind.strip()) && !known.equals(kind))
                .findFirst();
    }

    private static boolean hasContainers(LocatedNode podSpec) {
        return Stream.of(ContainerRole.values())
                .anyMatch(role -> podSpec.get(role.field()).isPresent());
    }

    /** The names of {@code manifest}, with the labels of {@code template}. */
    static Workload named(Manifest manifest, LocatedNode template, LocatedNode podSpec, FieldReader fields) {
        Optional<LocatedNode> metadata = fields.object(manifest.root(), "metadata");
        String name = metadata.map(m -> name(m, fields)).orElse("");
        String namespace = metadata.map(m -> fields.text(m, "namespace")).orElse("");
        Map<String, String> labels = new HashMap<>();
        fields.object(template, "metadata", "labels").ifPresent(node -> fields.forEachText(node, labels::put));
        String owner = metadata.flatMap(m -> OwnerName.of(m, labels, fields)).orElse(name);
        return new Workload(manifest.file(), manifest.kind(), name, namespace, owner, labels, template, podSpec);
    }

    private static String name(LocatedNode metadata, FieldReader fields) {
        String name = fields.text(metadata, "name");
        return name.isEmpty() ? fields.text(metadata, "generateName") : name;
    }
}

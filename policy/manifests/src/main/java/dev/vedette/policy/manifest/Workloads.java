package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the pods in a manifest.
 *
 * <p>Where a kind keeps them is known of some ({@link PodTemplates}). Any other kind whose {@code spec.template.spec} or
 * {@code spec.podTemplate.spec} has containers, as custom workloads do, is taken for a workload by its shape.
 */
public final class Workloads {
    private static final List<String[]> SHAPES =
            List.of(new String[] {"spec", "template"}, new String[] {"spec", "podTemplate"});

    private Workloads() {}

    /**
     * The workloads in {@code manifest}, one for each template; none for kinds that make no pods. A kind that is known to make
     * some, and has no pod's specification where it should be, is a problem.
     */
    public static List<Workload> in(Manifest manifest, FieldReader fields) {
        if (manifest.templates().isEmpty()) {
            return byShape(manifest, fields);
        }
        List<Workload> workloads = new ArrayList<>();
        for (TemplatePath path : manifest.templates()) {
            for (LocatedNode template : path.in(manifest.root(), fields)) {
                fields.object(template, "spec")
                        .ifPresent(spec -> workloads.add(named(manifest, template, spec, fields)));
            }
        }
        if (workloads.isEmpty()) {
            fields.problem(
                    manifest.root(), "this " + manifest.kind() + " has no pod's specification, and was not judged");
        }
        return workloads;
    }

    /** Whether there is nothing at all where its kind keeps the templates of pods, as some kinds allow. */
    public static boolean hasNoTemplate(Manifest manifest) {
        FieldReader fields = new FieldReader(manifest.file());
        return manifest.templates().stream()
                        .allMatch(path -> path.in(manifest.root(), fields).isEmpty())
                && fields.problems().isEmpty();
    }

    private static List<Workload> byShape(Manifest manifest, FieldReader fields) {
        return SHAPES.stream()
                .flatMap(shape -> manifest.root().at(shape).stream())
                .filter(template ->
                        template.get("spec").filter(Workloads::hasContainers).isPresent())
                .map(template -> named(manifest, template, template.get("spec").orElseThrow(), fields))
                .toList();
    }

    /** Whether it is one of Kubernetes' own kinds that make pods. */
    static boolean makesPods(String kind) {
        return kinds().anyMatch(kind::equals);
    }

    /** The kind that {@code kind} is but for its case; empty if it is none that makes pods, or written right. */
    static Optional<String> meant(String kind) {
        return kinds().filter(known -> known.equalsIgnoreCase(kind.strip()) && !known.equals(kind))
                .findFirst();
    }

    private static Stream<String> kinds() {
        return PodTemplates.KNOWN.paths().stream()
                .filter(path -> path.group().isEmpty())
                .map(TemplatePath::kind);
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

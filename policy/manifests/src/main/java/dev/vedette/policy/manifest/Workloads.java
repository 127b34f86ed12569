package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pods in a manifest, looked for once for all who say something of them.
 *
 * <p>Where a kind keeps them is known of some ({@link PodTemplates}). Any other kind whose {@code spec.template.spec} or
 * {@code spec.podTemplate.spec} has containers, as custom workloads do, is taken for a workload by its shape.
 *
 * @param manifest the whole object
 * @param all one for each template of pods; none for kinds that make no pods
 * @param hasNoTemplate whether there is nothing at all where its kind keeps the templates of pods, as some kinds allow
 */
public record Workloads(Manifest manifest, List<Workload> all, boolean hasNoTemplate) {
    private static final List<String[]> SHAPES =
            List.of(new String[] {"spec", "template"}, new String[] {"spec", "podTemplate"});

    public Workloads {
        Objects.requireNonNull(manifest, "manifest is null");
        all = List.copyOf(all);
    }

    /**
     * Looks for them. A kind that is known to make pods, and has no pod's specification where it should be, is a problem.
     *
     * @param fields has met no problem of this manifest yet
     */
    public static Workloads in(Manifest manifest, FieldReader fields) {
        if (manifest.templates().isEmpty()) {
            List<Workload> found = byShape(manifest, fields);
            return new Workloads(manifest, found, found.isEmpty());
        }
        List<LocatedNode> templates = manifest.templates().stream()
                .flatMap(path -> path.in(manifest.root(), fields).stream())
                .toList();
        boolean hasNone = templates.isEmpty() && fields.problems().isEmpty();
        List<Workload> found = new ArrayList<>();
        for (LocatedNode template : templates) {
            fields.object(template, "spec").ifPresent(spec -> found.add(named(manifest, template, spec, fields)));
        }
        if (found.isEmpty()) {
            fields.problem(
                    manifest.root(), "this " + manifest.kind() + " has no pod's specification, and was not judged");
        }
        return new Workloads(manifest, found, hasNone);
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

package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder's kustomization: which files are parts of it and no manifests of their own, and whether what it makes is other
 * than the manifests that it begins with.
 *
 * <p>Field names: sigs.k8s.io/kustomize api/types, Kustomization.
 */
final class Kustomization {
    private static final List<String> NAMES = List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
    private static final String API = "kustomize.config.k8s.io/";
    private static final Set<String> RESOURCES = Set.of("resources", "bases");

    /** What adds names, labels or nothing, but changes nothing that is judged. */
    private static final Set<String> HARMLESS = Set.of(
            "apiVersion",
            "kind",
            "metadata",
            "namespace",
            "namePrefix",
            "nameSuffix",
            "labels",
            "commonLabels",
            "commonAnnotations",
            "buildMetadata",
            "sortOptions",
            "configurations",
            "openapi",
            "generatorOptions",
            "replicas");

    private final Path file;
    private final LocatedNode root;

    private Kustomization(Path file, LocatedNode root) {
        this.file = file;
        this.root = root;
    }

    /** Whether a file of this name is one. */
    static boolean isNamedSo(Path file) {
        return NAMES.contains(file.getFileName().toString());
    }

    /** Empty for another kind of object in a file with that name, such as Flux has. */
    static Optional<Kustomization> read(Path file) throws IOException, YamlException {
        try (InputStream in = Files.newInputStream(file)) {
            List<LocatedNode> documents = YamlReader.read(in);
            return documents.stream()
                    .findFirst()
                    .filter(root -> root.get("apiVersion")
                            .flatMap(LocatedNode::text)
                            .map(version -> version.startsWith(API))
                            .orElse(true))
                    .map(root -> new Kustomization(file, root));
        }
    }

    Path folder() {
        return file.getParent();
    }

    /** The files that it names otherwise than as resources: patches, settings, content of generated objects. */
    Set<Path> parts() {
        return entries().stream()
                .filter(entry -> !RESOURCES.contains(entry.key().value()))
                .flatMap(entry -> texts(entry.value()))
                .flatMap(text -> Stream.of(text, text.substring(text.indexOf('=') + 1)))
                .flatMap(text -> resolved(text).stream())
                .filter(Files::isRegularFile)
                .collect(Collectors.toSet());
    }

    /**
     * The first value that makes its result other than the resources below {@code scanned} as they stand; empty if there is
     * none.
     */
    Optional<LocatedNode> change(Path scanned) {
        return entries().stream()
                .filter(entry -> !HARMLESS.contains(entry.key().value()))
                .filter(entry -> !entry.value().isNull())
                .flatMap(entry -> RESOURCES.contains(entry.key().value())
                        ? entry.value().elements().stream().filter(resource -> !isBelow(scanned, resource))
                        : Stream.of((LocatedNode) entry.key()))
                .findFirst();
    }

    private boolean isBelow(Path scanned, LocatedNode resource) {
        return resource.text()
                .flatMap(this::resolved)
                .filter(path -> path.startsWith(scanned.toAbsolutePath().normalize()))
                .filter(path -> Files.isDirectory(path) || ManifestFiles.looksLikeManifest(path))
                .isPresent();
    }

    private Collection<LocatedNode.Entry> entries() {
        return root instanceof LocatedNode.Mapping mapping ? mapping.entries().values() : List.of();
    }

    private Optional<Path> resolved(String text) {
        try {
            return Optional.of(folder().resolve(text).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Stream<String> texts(LocatedNode node) {
        return switch (node) {
            case LocatedNode.Scalar scalar -> scalar.text().stream();
            case LocatedNode.Sequence list -> list.items().stream().flatMap(Kustomization::texts);
            case LocatedNode.Mapping mapping ->
                mapping.entries().values().stream().flatMap(entry -> texts(entry.value()));
        };
    }
}

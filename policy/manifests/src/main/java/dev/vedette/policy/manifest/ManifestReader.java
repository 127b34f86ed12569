package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads manifests: YAML with any number of documents, JSON, and lists of objects ({@code List} and typed ones such as
 * {@code PodList}, also within each other).
 *
 * <p>Never throws for what it is given: what cannot be read becomes a {@link ManifestProblem}, and the rest is read
 * all the same. Not thread-safe.
 */
public final class ManifestReader {
    private static final int MAX_LIST_DEPTH = 8;

    private final List<Manifest> manifests = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();
    private final PodTemplates templates;
    private final boolean placed;

    /**
     * Reads what {@code operands} name: files, folders with all below them, and {@code -} for {@code standardInput}.
     *
     * @param each takes one file or chart after the other; nothing of them is kept here
     */
    public static void read(
            List<String> operands, InputStream standardInput, ReadSettings settings, Consumer<ManifestSet> each) {
        ManifestFiles files = new ManifestFiles(standardInput, settings, new Met(settings.templates(), each));
        operands.forEach(files::read);
    }

    /** Reads one text. */
    public static ManifestSet readText(String file, String text) {
        return readContent(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads one file's content. */
    public static ManifestSet readContent(String file, byte[] content) {
        return readContent(file, content, new ManifestReader(PodTemplates.KNOWN, true));
    }

    /**
     * Reads a text that nobody has before them, such as an API server's answer: what is found in it has no lines.
     *
     * @param origin stands for the file in places and problems
     */
    public static ManifestSet readMade(String origin, String text, PodTemplates templates) {
        return readContent(origin, text.getBytes(StandardCharsets.UTF_8), new ManifestReader(templates, false));
    }

    private static ManifestSet readContent(String file, byte[] content, ManifestReader reader) {
        try {
            reader.readStream(file, new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be read", e);
        }
        return reader.result();
    }

    private ManifestReader(PodTemplates templates, boolean placed) {
        this.templates = templates;
        this.placed = placed;
    }

    private ManifestSet result() {
        return new ManifestSet(manifests, problems);
    }

    private record Met(PodTemplates templates, Consumer<ManifestSet> each) implements ManifestFiles.Sink {
        @Override
        public void content(String file, InputStream in) throws IOException {
            ManifestReader reader = new ManifestReader(templates, true);
            reader.readStream(file, in);
            each.accept(reader.result());
        }

        @Override
        public void rendered(ManifestSet set) {
            each.accept(set);
        }

        @Override
        public void problem(ManifestProblem problem) {
            each.accept(new ManifestSet(List.of(), List.of(problem)));
        }
    }

    private void readStream(String file, InputStream in) throws IOException {
        List<LocatedNode> documents;
        try {
            documents = YamlReader.read(in);
        } catch (YamlException e) {
            problems.add(new ManifestProblem(file, e.line(), e.column(), e.getMessage() + hint(file)));
            return;
        }
        if (documents.isEmpty()) {
            problems.add(new ManifestProblem(file, 0, 0, "is empty"));
        }
        for (LocatedNode document : documents) {
            add(file, placed ? document : Unplaced.of(document), ListOf.NONE, 0);
        }
    }

    private void add(String file, LocatedNode node, ListOf list, int depth) {
        if (!(node instanceof LocatedNode.Mapping)) {
            problem(file, node, "a Kubernetes object is a mapping, but this is " + node.kind());
            return;
        }
        String kind = node.get("kind").flatMap(LocatedNode::text).orElse(list.kind());
        String group = node.get("apiVersion")
                .flatMap(LocatedNode::text)
                .map(ManifestReader::group)
                .orElse(list.group());
        Optional<LocatedNode> items = node.get("items");
        if (kind.endsWith("List") && items.isPresent()) {
            addItems(file, kind, group, items.get(), depth);
        } else if (kind.isEmpty()) {
            problem(file, node, "this object has no kind");
        } else if (Workloads.meant(kind).isPresent()) {
            problem(
                    file,
                    node.get("kind").orElse(node),
                    "Kubernetes knows no kind \"" + kind + "\"; write "
                            + Workloads.meant(kind).get());
        } else {
            manifests.add(new Manifest(file, kind, node, templates.of(kind, group)));
        }
    }

    private void addItems(String file, String kind, String group, LocatedNode items, int depth) {
        if (!(items instanceof LocatedNode.Sequence sequence)) {
            problem(file, items, "the items of a " + kind + " are a list, but this is " + items.kind());
            return;
        }
        if (depth >= MAX_LIST_DEPTH) {
            problem(file, items, "lists within lists deeper than " + MAX_LIST_DEPTH + " levels");
            return;
        }
        ListOf list = new ListOf(kind.substring(0, kind.length() - "List".length()), group);
        sequence.items().forEach(item -> add(file, item, list, depth + 1));
    }

    /** The group of an {@code apiVersion}, "" for the core's. */
    static String group(String apiVersion) {
        return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    }

    /** What the items of a typed list need not say themselves. */
    private record ListOf(String kind, String group) {
        private static final ListOf NONE = new ListOf("", "");
    }

    private void problem(String file, LocatedNode node, String message) {
        problems.add(new ManifestProblem(file, node.line(), node.column(), message));
    }

    private static String hint(String file) {
        return file.contains("/templates/")
                ? "; a chart is judged once rendered: helm template CHART | vedette scan -"
                : "";
    }
}

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

    /**
     * Reads what {@code operands} name: files, folders with all below them, and {@code -} for {@code standardInput}.
     */
    public static ManifestSet read(List<String> operands, InputStream standardInput) {
        ManifestReader reader = new ManifestReader();
        ManifestFiles files = new ManifestFiles(standardInput);
        for (String operand : operands) {
            files.read(operand, reader::readStream, reader.problems::add);
        }
        return reader.result();
    }

    /** Reads one text. */
    public static ManifestSet readText(String file, String text) {
        return readContent(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads one file's content. */
    public static ManifestSet readContent(String file, byte[] content) {
        ManifestReader reader = new ManifestReader();
        try {
            reader.readStream(file, new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be read", e);
        }
        return reader.result();
    }

    private ManifestReader() {}

    private ManifestSet result() {
        return new ManifestSet(manifests, problems);
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
            add(file, document, "", 0);
        }
    }

    private void add(String file, LocatedNode node, String kindOfList, int depth) {
        if (!(node instanceof LocatedNode.Mapping)) {
            problem(file, node, "a Kubernetes object is a mapping, but this is " + node.kind());
            return;
        }
        String kind = node.get("kind").flatMap(LocatedNode::text).orElse(kindOfList);
        Optional<LocatedNode> items = node.get("items");
        if (kind.endsWith("List") && items.isPresent()) {
            addItems(file, kind, items.get(), depth);
        } else if (kind.isEmpty()) {
            problem(file, node, "this object has no kind");
        } else {
            manifests.add(new Manifest(file, kind, node));
        }
    }

    private void addItems(String file, String kind, LocatedNode items, int depth) {
        if (!(items instanceof LocatedNode.Sequence sequence)) {
            problem(file, items, "the items of a " + kind + " are a list, but this is " + items.kind());
            return;
        }
        if (depth >= MAX_LIST_DEPTH) {
            problem(file, items, "lists within lists deeper than " + MAX_LIST_DEPTH + " levels");
            return;
        }
        String kindOfItems = kind.substring(0, kind.length() - "List".length());
        sequence.items().forEach(item -> add(file, item, kindOfItems, depth + 1));
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

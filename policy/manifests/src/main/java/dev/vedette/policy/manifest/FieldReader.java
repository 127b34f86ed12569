package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.BiConsumer;

/**
 * Reads the fields of one file's manifests as the API server does. A value of the wrong type is a problem, told once, and
 * counts as not given. Not thread-safe.
 */
public final class FieldReader {
    private final String file;
    private final SequencedSet<ManifestProblem> problems = new LinkedHashSet<>();

    /** @param file named in problems */
    public FieldReader(String file) {
        this.file = file;
    }

    /** Values of the wrong type that were met so far. */
    public List<ManifestProblem> problems() {
        return List.copyOf(problems);
    }

    /** The value below {@code name}, whatever it is; empty if absent or null. */
    public Optional<LocatedNode> find(LocatedNode parent, String name) {
        return parent.get(name);
    }

    /** The mapping some names further down. */
    public Optional<LocatedNode> object(LocatedNode parent, String... path) {
        Optional<LocatedNode> here = Optional.of(parent);
        for (String name : path) {
            here = here.flatMap(node -> node.get(name)).filter(this::isObject);
        }
        return here;
    }

    /** The items of a list; none if it is absent. */
    public List<LocatedNode> list(LocatedNode parent, String name) {
        Optional<LocatedNode> value = parent.get(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof LocatedNode.Sequence sequence) {
            return sequence.items().stream().filter(item -> !item.isNull()).toList();
        }
        wrongType(value.get(), "a list");
        return List.of();
    }

    /** The items of a list of mappings. */
    public List<LocatedNode> objects(LocatedNode parent, String name) {
        return list(parent, name).stream().filter(this::isObject).toList();
    }

    /** Whether it is given, and true. */
    public boolean isTrue(LocatedNode parent, String name) {
        return truth(parent, name).orElse(false);
    }

    /** Whether it is given, and false. */
    public boolean isFalse(LocatedNode parent, String name) {
        return !truth(parent, name).orElse(true);
    }

    /** A whole number; empty if absent. */
    public Optional<Long> number(LocatedNode parent, String name) {
        Optional<LocatedNode> value = parent.get(name);
        Optional<Long> number =
                value.flatMap(node -> node instanceof LocatedNode.Scalar scalar ? scalar.number() : Optional.empty());
        if (value.isPresent() && number.isEmpty()) {
            wrongType(value.get(), "a whole number");
        }
        return number;
    }

    /** The text below {@code name}, "" if absent. */
    public String text(LocatedNode parent, String name) {
        return parent.get(name).map(this::text).orElse("");
    }

    /** The text of a value itself. */
    public String text(LocatedNode value) {
        if (value.text().isEmpty() && !value.isNull()) {
            wrongType(value, "a text");
        }
        return value.text().orElse("");
    }

    /** Each entry of a mapping of texts. */
    public void forEachText(LocatedNode object, BiConsumer<String, String> each) {
        if (object instanceof LocatedNode.Mapping mapping) {
            mapping.entries().forEach((name, entry) -> each.accept(name, text(entry.value())));
        }
    }

    /** Whether it says true or false; empty if absent. */
    public Optional<Boolean> truth(LocatedNode parent, String name) {
        Optional<LocatedNode> value = parent.get(name);
        Optional<Boolean> truth =
                value.flatMap(node -> node instanceof LocatedNode.Scalar scalar ? scalar.truth() : Optional.empty());
        if (value.isPresent() && truth.isEmpty()) {
            wrongType(value.get(), "true or false");
        }
        return truth;
    }

    private boolean isObject(LocatedNode node) {
        if (node instanceof LocatedNode.Mapping) {
            return true;
        }
        wrongType(node, "a mapping");
        return false;
    }

    /** Takes down why {@code node} cannot be judged. */
    void problem(LocatedNode node, String message) {
        problems.add(new ManifestProblem(file, node.line(), node.column(), message));
    }

    private void wrongType(LocatedNode node, String wanted) {
        problem(node, node.pointer() + " is to be " + wanted + ", but is " + found(node) + "; it was not judged");
    }

    private static String found(LocatedNode node) {
        if (!(node instanceof LocatedNode.Scalar scalar)) {
            return node.kind();
        }
        String value = scalar.value().length() > 40 ? scalar.value().substring(0, 40) + "…" : scalar.value();
        return scalar.plain() ? value : "the text \"" + value + "\"";
    }
}

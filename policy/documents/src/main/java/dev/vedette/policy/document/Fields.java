package dev.vedette.policy.document;

import dev.vedette.policy.model.Glob;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the keys of one mapping; whatever is wrong goes to {@link Problems}, and what is left is usable. For one thread. */
public final class Fields {
    private static final int MAX_TEXT = 256;

    private final LocatedNode node;
    private final Problems problems;

    private Fields(LocatedNode node, Problems problems) {
        this.node = node;
        this.problems = problems;
    }

    /** The keys of {@code node}; what is no mapping, what is missing and what is not known goes to {@code problems}. */
    public static Fields of(LocatedNode node, PolicyShape shape, Problems problems) {
        if (node instanceof LocatedNode.Mapping mapping) {
            for (LocatedNode.Entry entry : mapping.entries().values()) {
                String key = entry.key().value();
                if (!shape.knows(key)) {
                    String hint = Nearest.hint(key, shape.keys());
                    String keys = "; its keys are " + String.join(", ", shape.keys()) + ".";
                    problems.at(
                            entry.key(),
                            Problems.quote(key) + " is not a key of " + shape.title() + (hint.isEmpty() ? keys : hint));
                } else if (entry.value().isNull() && !shape.required().contains(key)) {
                    problems.at(entry.key(), "'" + key + "' has no value; give it one or leave it out.");
                }
            }
            for (String key : shape.required()) {
                if (mapping.get(key).isEmpty()) {
                    problems.at(node, "'" + key + "' is missing in " + shape.title() + ".");
                }
            }
        } else {
            problems.at(
                    node, "Here must be a mapping with the keys of " + shape.title() + ", not " + node.kind() + ".");
        }
        return new Fields(node, problems);
    }

    public LocatedNode node() {
        return node;
    }

    /** What is given for a key; empty where nothing is. */
    public Optional<LocatedNode> get(String key) {
        return node.get(key);
    }

    /** A text without control characters, not blank and not endless. */
    public Optional<String> text(String key) {
        return get(key).flatMap(this::text);
    }

    /** The same of any value. */
    public Optional<String> text(LocatedNode value) {
        Optional<String> text = value.text();
        if (text.isEmpty()) {
            problems.at(value, "Here must be a text, not " + value.kind() + ".");
        } else if (text.get().isBlank()) {
            problems.at(value, "Here must be a text that is not empty.");
        } else if (text.get().length() > MAX_TEXT) {
            problems.at(value, "This text is longer than " + MAX_TEXT + " characters.");
        } else if (text.get().chars().anyMatch(Character::isISOControl)) {
            problems.at(value, "This text contains control characters.");
        } else {
            return text;
        }
        return Optional.empty();
    }

    /** A text that means something; {@code valid} are the texts to show when it does not. */
    public <T> Optional<T> choice(String key, Function<String, Optional<T>> parse, List<String> valid) {
        Optional<LocatedNode> value = get(key);
        Optional<String> text = value.flatMap(this::text);
        Optional<T> parsed = text.flatMap(parse);
        if (text.isPresent() && parsed.isEmpty()) {
            String hint = Nearest.hint(text.get(), valid);
            String all = "; use " + String.join(", ", valid) + ".";
            problems.at(value.get(), Problems.quote(text.get()) + " is not valid here" + (hint.isEmpty() ? all : hint));
        }
        return parsed;
    }

    boolean flag(String key) {
        Optional<LocatedNode> value = get(key);
        if (value.isEmpty()) {
            return false;
        }
        Optional<Boolean> flag = value.get() instanceof LocatedNode.Scalar scalar ? scalar.truth() : Optional.empty();
        if (flag.isEmpty()) {
            problems.at(value.get(), "Here must be true or false.");
        }
        return flag.orElse(false);
    }

    /** The items of a list, at most {@code max}. */
    public List<LocatedNode> list(String key, int max) {
        Optional<LocatedNode> value = get(key);
        return value.isEmpty() ? List.of() : list(value.get(), max);
    }

    private List<LocatedNode> list(LocatedNode value, int max) {
        if (!(value instanceof LocatedNode.Sequence)) {
            problems.at(value, "Here must be a list, not " + value.kind() + ".");
        } else if (value.elements().size() > max) {
            problems.at(value, "This list has more than " + max + " items.");
        } else {
            return value.elements();
        }
        return List.of();
    }

    /** The items of a list that, where it is there, has at least one: none at all would stand for everything. */
    List<LocatedNode> someItems(String key, int max) {
        List<LocatedNode> items = list(key, max);
        if (items.isEmpty()
                && get(key).filter(LocatedNode.Sequence.class::isInstance).isPresent()) {
            problems.at(get(key).get(), "'" + key + "' is an empty list; leave it out if it is to be everything.");
        }
        return items;
    }

    List<Glob> patterns(String key, int max) {
        List<Glob> patterns = new ArrayList<>();
        for (LocatedNode item : someItems(key, max)) {
            text(item).map(Glob::new).ifPresent(patterns::add);
        }
        return patterns;
    }

    List<String> texts(LocatedNode value, int max) {
        List<String> texts = new ArrayList<>();
        for (LocatedNode item : list(value, max)) {
            text(item).ifPresent(texts::add);
        }
        return texts;
    }

    Map<String, String> textMap(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        entries(key).forEach((name, entry) -> text(entry.value()).ifPresent(v -> texts.put(name, v)));
        return texts;
    }

    /** The entries of a mapping whose keys are free. */
    public Map<String, LocatedNode.Entry> entries(String key) {
        return get(key).map(this::entries).orElse(Map.of());
    }

    Map<String, LocatedNode.Entry> entries(LocatedNode value) {
        if (value instanceof LocatedNode.Mapping mapping) {
            return mapping.entries();
        }
        problems.at(value, "Here must be a mapping, not " + value.kind() + ".");
        return Map.of();
    }
}

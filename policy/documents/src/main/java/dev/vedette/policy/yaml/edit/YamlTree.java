package dev.vedette.policy.yaml.edit;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What documents mean, whatever they look like, and what edits make of that: the measure for what is done to the text.
 * Two are equal if they mean the same. Not thread-safe.
 */
final class YamlTree {
    private record Value(String text, boolean isText) {
        static Value of(LocatedNode.Scalar scalar) {
            boolean typed = scalar.isNull()
                    || scalar.truth().isPresent()
                    || scalar.number().isPresent();
            return new Value(scalar.isNull() ? "" : scalar.value(), !typed);
        }

        static Value of(String word) {
            return of(new LocatedNode.Scalar(word, true, 1, 1, ""));
        }
    }

    private final List<Object> documents;

    private YamlTree(List<Object> documents) {
        this.documents = documents;
    }

    static YamlTree of(List<LocatedNode> documents) {
        return new YamlTree(
                new ArrayList<>(documents.stream().map(YamlTree::plain).toList()));
    }

    private static Object plain(LocatedNode node) {
        return switch (node) {
            case LocatedNode.Scalar scalar -> Value.of(scalar);
            case LocatedNode.Sequence sequence ->
                new ArrayList<>(sequence.items().stream().map(YamlTree::plain).toList());
            case LocatedNode.Mapping mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                mapping.entries().forEach((key, entry) -> map.put(key, plain(entry.value())));
                yield map;
            }
        };
    }

    /** Makes one edit; indices are those of now. */
    void apply(YamlEdit edit) {
        List<String> path = edit.path();
        Object root = documents.get(edit.document());
        switch (edit) {
            case YamlEdit.Put put -> put(root, path, Value.of(put.value()));
            case YamlEdit.Append append -> {
                Object list = get(root, path);
                List<Object> items = list instanceof List<?> known ? new ArrayList<>(known) : new ArrayList<>();
                items.add(Value.of(append.item()));
                put(root, path, items);
            }
            case YamlEdit.Remove _ -> remove(root, path);
        }
    }

    private static void put(Object root, List<String> path, Object value) {
        Object here = root;
        for (int i = 0; i < path.size() - 1; i++) {
            Object next = child(here, path.get(i));
            if (!(next instanceof Map<?, ?>) && !(next instanceof List<?>)) {
                next = new LinkedHashMap<String, Object>();
                set(here, path.get(i), next);
            }
            here = next;
        }
        set(here, path.getLast(), value);
    }

    /** Whether {@code here} is left empty by it, and is to go as well. */
    private static boolean remove(Object here, List<String> path) {
        Object next = child(here, path.getFirst());
        if (next == null) {
            return false;
        }
        boolean goes = path.size() == 1 || (remove(next, path.subList(1, path.size())) && here instanceof Map);
        if (!goes) {
            return false;
        }
        return switch (here) {
            case Map<?, ?> map -> {
                map.remove(path.getFirst());
                yield map.isEmpty();
            }
            case List<?> list -> {
                list.remove(Integer.parseInt(path.getFirst()));
                yield list.isEmpty();
            }
            default -> false;
        };
    }

    private static Object get(Object root, List<String> path) {
        Object here = root;
        for (String name : path) {
            here = child(here, name);
        }
        return here;
    }

    private static Object child(Object holder, String name) {
        return switch (holder) {
            case Map<?, ?> map -> map.get(name);
            case List<?> list -> {
                int index = ListIndex.of(name);
                yield index >= 0 && index < list.size() ? list.get(index) : null;
            }
            case null, default -> null;
        };
    }

    @SuppressWarnings("unchecked") // only made here
    private static void set(Object holder, String name, Object value) {
        switch (holder) {
            case Map<?, ?> map -> ((Map<String, Object>) map).put(name, value);
            case List<?> list -> ((List<Object>) list).set(Integer.parseInt(name), value);
            default -> throw new IllegalStateException("nothing is held by " + holder);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof YamlTree tree && documents.equals(tree.documents);
    }

    @Override
    public int hashCode() {
        return Objects.hash(documents);
    }
}

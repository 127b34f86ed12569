package dev.vedette.policy.podsecurity;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Maps and lists as a document would have them. */
final class Nodes {
    private Nodes() {}

    static LocatedNode of(Object value, String pointer) {
        return switch (value) {
            case Map<?, ?> map -> mapping(map, pointer);
            case List<?> list -> sequence(list, pointer);
            case String text -> new LocatedNode.Scalar(text, false, 1, 1, pointer);
            default -> new LocatedNode.Scalar(value.toString(), true, 1, 1, pointer);
        };
    }

    private static LocatedNode mapping(Map<?, ?> map, String pointer) {
        Map<String, LocatedNode.Entry> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String name = key.toString();
            String below = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            entries.put(name, new LocatedNode.Entry(new LocatedNode.Scalar(name, true, 1, 1, below), of(value, below)));
        });
        return new LocatedNode.Mapping(entries, 1, 1, pointer);
    }

    private static LocatedNode sequence(List<?> list, String pointer) {
        List<LocatedNode> items = new ArrayList<>();
        for (Object item : list) {
            items.add(of(item, pointer + "/" + items.size()));
        }
        return new LocatedNode.Sequence(items, 1, 1, pointer);
    }
}

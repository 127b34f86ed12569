package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.LocatedNode.Entry;
import dev.vedette.policy.yaml.LocatedNode.Mapping;
import dev.vedette.policy.yaml.LocatedNode.Scalar;
import dev.vedette.policy.yaml.LocatedNode.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values without lines and columns, for texts that nobody has before them: what a chart renders to, what an API server
 * answers. Pointers stay.
 */
final class Unplaced {
    private Unplaced() {}

    static LocatedNode of(LocatedNode node) {
        return switch (node) {
            case Scalar scalar -> of(scalar);
            case Sequence list ->
                new Sequence(list.items().stream().map(Unplaced::of).toList(), 0, 0, list.pointer());
            case Mapping mapping -> {
                Map<String, Entry> entries = new LinkedHashMap<>();
                mapping.entries()
                        .forEach((key, entry) -> entries.put(key, new Entry(of(entry.key()), of(entry.value()))));
                yield new Mapping(entries, 0, 0, mapping.pointer());
            }
        };
    }

    private static Scalar of(Scalar scalar) {
        return new Scalar(scalar.value(), scalar.plain(), 0, 0, scalar.pointer());
    }
}

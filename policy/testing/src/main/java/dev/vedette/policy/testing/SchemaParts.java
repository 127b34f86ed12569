package dev.vedette.policy.testing;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The named parts of a schema while it is made. For one thread. */
final class SchemaParts {
    private final SortedMap<String, Map<String, Object>> parts = new TreeMap<>();

    /** A reference to the part of that name, which is made if it is not there yet; it may refer to itself. */
    Map<String, Object> refer(String name, Supplier<Map<String, Object>> part) {
        if (!parts.containsKey(name)) {
            parts.put(name, Map.of());
            parts.put(name, part.get());
        }
        return Map.of("$ref", "#/$defs/" + name);
    }

    SortedMap<String, Map<String, Object>> all() {
        return parts;
    }
}

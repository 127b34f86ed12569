package dev.vedette.policy.testing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The values of a record while it is read, by component, and which of them the document gives. For one thread. */
final class Given {
    private final Map<String, Object> values = new HashMap<>();
    private final Set<String> given = new HashSet<>();

    /** As the document says. */
    void give(String name, Object value) {
        values.put(name, value);
        given.add(name);
    }

    /** Unless the document says otherwise. */
    void assume(String name, Object value) {
        if (!given.contains(name)) {
            values.put(name, value);
        }
    }

    boolean says(String name) {
        return given.contains(name);
    }

    Object get(String name) {
        return values.get(name);
    }
}

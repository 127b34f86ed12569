package dev.vedette.tests.helm;

import java.util.List;
import java.util.Map;

/** A rendered object, read by path. */
record Rendered(Object node) {
    String kind() {
        return String.valueOf(at("kind").node());
    }

    String name() {
        return String.valueOf(at("metadata", "name").node());
    }

    /** The value at {@code path}: names of fields and positions in lists; a null node where there is none. */
    Rendered at(Object... path) {
        Object here = node;
        for (Object step : path) {
            here = switch (here) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list when step instanceof Integer position && position < list.size() -> list.get(position);
                case null, default -> null;
            };
        }
        return new Rendered(here);
    }

    List<Rendered> items() {
        return node instanceof List<?> list ? list.stream().map(Rendered::new).toList() : List.of();
    }

    Rendered podSpec() {
        return at("spec", "template", "spec");
    }
}

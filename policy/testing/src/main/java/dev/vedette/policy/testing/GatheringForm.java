package dev.vedette.policy.testing;

import dev.vedette.policy.document.Problems;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Several values: a list, or a mapping of texts. */
final class GatheringForm {
    private GatheringForm() {}

    /** Items one after the other; {@code gather} makes of them what the model holds. */
    static <T> Form<T> list(Form<Object> item, Function<Collection<Object>, T> gather) {
        return new Form<>() {
            @Override
            public Optional<T> read(LocatedNode node, T base, Problems problems) {
                if (!(node instanceof LocatedNode.Sequence)) {
                    problems.at(node, "Here must be a list, not " + node.kind() + ".");
                    return Optional.empty();
                }
                List<Object> items = new ArrayList<>();
                for (LocatedNode element : node.elements()) {
                    item.read(element, null, problems).ifPresent(items::add);
                }
                return items.size() == node.elements().size() ? Optional.of(gather.apply(items)) : Optional.empty();
            }

            @Override
            public Map<String, Object> schema(SchemaParts parts) {
                return Map.of("type", "array", "items", item.schema(parts));
            }
        };
    }

    /** Values by names that are free; in the order in which they are written. */
    static <T> Form<Map<String, T>> map(Form<T> value) {
        return new Form<>() {
            @Override
            public Optional<Map<String, T>> read(LocatedNode node, Map<String, T> base, Problems problems) {
                if (!(node instanceof LocatedNode.Mapping mapping)) {
                    problems.at(node, "Here must be a mapping, not " + node.kind() + ".");
                    return Optional.empty();
                }
                Map<String, T> values = new LinkedHashMap<>();
                mapping.entries()
                        .forEach((key, entry) ->
                                value.read(entry.value(), null, problems).ifPresent(read -> values.put(key, read)));
                return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
            }

            @Override
            public Map<String, Object> schema(SchemaParts parts) {
                return Map.of("type", "object", "additionalProperties", value.schema(parts));
            }
        };
    }
}

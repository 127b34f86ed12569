package dev.vedette.policy.testing;

import dev.vedette.policy.model.CapabilitySet;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The form of each type of the model. For one thread. */
final class Forms {
    private static final Map<Class<?>, Form<?>> SIMPLE = Map.of(
            String.class, ScalarForm.TEXT,
            boolean.class, ScalarForm.TRUTH,
            int.class, ScalarForm.INT,
            long.class, ScalarForm.LONG,
            Long.class, ScalarForm.LONG,
            double.class, ScalarForm.DECIMAL,
            Duration.class, ScalarForm.TIME,
            CapabilitySet.class, new CapabilityForm());

    private final Map<Class<?>, RecordForm<?>> records = new HashMap<>();

    /** Of what a record holds. */
    Form<Object> of(RecordComponent component) {
        Form<?> form = switch (component.getName()) {
            case "superMagic" -> ScalarForm.FILE_SYSTEM;
            case "mode" -> component.getType() == int.class ? ScalarForm.MODE : of(component.getGenericType());
            default -> of(component.getGenericType());
        };
        return untyped(form);
    }

    private Form<?> of(Type type) {
        if (type instanceof ParameterizedType many) {
            return many(many);
        }
        Class<?> simple = (Class<?>) type;
        if (SIMPLE.containsKey(simple)) {
            return SIMPLE.get(simple);
        }
        return simple.isEnum() ? ScalarForm.constant(simple) : record(simple);
    }

    private Form<?> many(ParameterizedType type) {
        Type last = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        Form<Object> item = untyped(of(last));
        if (type.getRawType() == Map.class) {
            return GatheringForm.map(item);
        }
        return type.getRawType() == Set.class
                ? GatheringForm.list(item, items -> (Set<Object>) new LinkedHashSet<>(items))
                : GatheringForm.list(item, List::copyOf);
    }

    /** Of a record; the same one each time, since records hold one another. */
    @SuppressWarnings("unchecked")
    <T> RecordForm<T> record(Class<T> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException("nobody has said how " + type + " is written");
        }
        return (RecordForm<T>) records.computeIfAbsent(type, _ -> new RecordForm<>(type, Styles.of(type), this));
    }

    @SuppressWarnings("unchecked")
    private static Form<Object> untyped(Form<?> form) {
        return (Form<Object>) form;
    }
}

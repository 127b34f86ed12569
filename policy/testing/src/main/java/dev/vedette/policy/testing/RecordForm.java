package dev.vedette.policy.testing;

import dev.vedette.policy.document.Fields;
import dev.vedette.policy.document.PolicyShape;
import dev.vedette.policy.document.Problems;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.yaml.LocatedNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A record of the model by the names of its components: a mapping, or a text where its style knows one. */
final class RecordForm<T> implements Form<T> {
    private final Class<T> type;
    private final RecordStyle<T> style;
    private final Forms forms;

    RecordForm(Class<T> type, RecordStyle<T> style, Forms forms) {
        this.type = type;
        this.style = style;
        this.forms = forms;
    }

    /** As rules call it. */
    String name() {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    @Override
    public Optional<T> read(LocatedNode node, T base, Problems problems) {
        if (!style.texts().isEmpty() && node.text().isPresent()) {
            Optional<T> meant = style.text().apply(node.text().get(), base == null ? style.prototype() : base);
            if (meant.isEmpty()) {
                problems.at(
                        node,
                        Problems.quote(node.text().get()) + " is not valid here; it must be " + style.texts()
                                + ", or a mapping.");
            }
            return meant;
        }
        int before = problems.found().size();
        Fields fields = Fields.of(node, shape(name()), problems);
        return problems.found().size() > before ? Optional.empty() : build(fields, new Given(), base, problems);
    }

    /** The keys of the mapping. */
    PolicyShape shape(String title) {
        List<String> keys = keys();
        return new PolicyShape(
                title,
                keys.stream().filter(this::isRequired).toList(),
                keys.stream().filter(key -> !isRequired(key)).toList());
    }

    List<String> keys() {
        return Stream.concat(
                        shown().stream().map(RecordComponent::getName), new TreeMap<>(style.extra()).keySet().stream())
                .toList();
    }

    /**
     * Makes the record.
     *
     * @param given what is known already
     * @param base what holds where neither that nor a key says anything; null where the standard does
     */
    Optional<T> build(Fields fields, Given given, T base, Problems problems) {
        int before = problems.found().size();
        T otherwise = base == null ? style.prototype() : base;
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            if (given.get(name) == null) {
                given.assume(name, otherwise == null ? Standards.of(component) : value(component, otherwise));
            }
            if (!style.hidden().contains(name)) {
                Object begin = isOfAnother(component, given.get(name)) ? null : given.get(name);
                fields.get(name)
                        .flatMap(node -> forms.of(component).read(node, begin, problems))
                        .ifPresent(value -> given.give(name, value));
            }
        }
        style.extra()
                .forEach((name, form) -> fields.get(name)
                        .flatMap(node -> form.read(node, null, problems))
                        .ifPresent(value -> given.give(name, value)));
        style.complete().accept(given);
        return problems.found().size() > before ? Optional.empty() : make(fields.node(), given, problems);
    }

    private Optional<T> make(LocatedNode node, Given given, Problems problems) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> given.get(component.getName()))
                .toArray();
        try {
            return Optional.of(type.getDeclaredConstructor(types).newInstance(values));
        } catch (InvocationTargetException e) {
            problems.at(node, "This makes no " + name() + ": " + e.getCause().getMessage() + ".");
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static Object value(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    /** A parent, or whom something is done to, is described anew and not by what it differs in from the one that acts. */
    private boolean isOfAnother(RecordComponent component, Object standard) {
        return (component.getType() == ProcessInfo.class && type != EventContext.class)
                || (standard instanceof Container container && container.onHost());
    }

    private List<RecordComponent> shown() {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !style.hidden().contains(component.getName()))
                .toList();
    }

    /** Nobody can guess a constant that says what happened. */
    boolean isRequired(String key) {
        return style.required().contains(key)
                || (style.prototype() == null
                        && shown().stream()
                                .anyMatch(component -> component.getName().equals(key)
                                        && component.getType().isEnum()
                                        && Standards.of(component) == null));
    }

    @Override
    public Map<String, Object> schema(SchemaParts parts) {
        Map<String, Object> reference = parts.refer(name(), () -> mapping(parts));
        return style.texts().isEmpty()
                ? reference
                : Map.of("anyOf", List.of(Map.of("type", "string", "description", style.texts()), reference));
    }

    private Map<String, Object> mapping(SchemaParts parts) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("additionalProperties", false);
        List<String> required = keys().stream().filter(this::isRequired).toList();
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("properties", properties(parts));
        return object;
    }

    /** What the keys hold. */
    Map<String, Object> properties(SchemaParts parts) {
        Map<String, Object> properties = shown().stream()
                .collect(Collectors.toMap(
                        RecordComponent::getName,
                        component -> forms.of(component).schema(parts),
                        (one, _) -> one,
                        LinkedHashMap::new));
        new TreeMap<>(style.extra()).forEach((name, form) -> properties.put(name, form.schema(parts)));
        return properties;
    }
}

package dev.vedette.policy.testing;

import dev.vedette.policy.document.Fields;
import dev.vedette.policy.document.PolicyShape;
import dev.vedette.policy.document.Problems;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fact of one type. What every event carries stands beside the event's own keys. */
final class FactForm<T extends Record & Fact> {
    private final Class<T> type;
    private final RecordForm<T> own;
    private final RecordForm<EventContext> context;

    FactForm(Class<T> type, Forms forms) {
        this.type = type;
        this.own = forms.record(type);
        this.context = forms.record(EventContext.class);
    }

    private boolean hasContext() {
        return Arrays.stream(type.getRecordComponents()).anyMatch(c -> c.getType() == EventContext.class);
    }

    private PolicyShape shape() {
        PolicyShape keys = own.shape(type.getSimpleName());
        List<String> optional = new ArrayList<>(keys.optional());
        if (hasContext()) {
            optional.addAll(context.keys());
        }
        optional.add(Moment.WAIT);
        return new PolicyShape(keys.title(), keys.required(), optional);
    }

    /** @param scene who acts where the fact says nothing of it */
    Optional<TimedFact> read(LocatedNode node, Scene scene, Problems problems) {
        int before = problems.found().size();
        Fields fields = Fields.of(node, shape(), problems);
        if (problems.found().size() > before) {
            return Optional.empty();
        }
        Optional<Moment> moment = Moment.read(fields, scene.moment(), problems);
        if (moment.isEmpty()) {
            return Optional.empty();
        }
        Given given = new Given();
        given.assume("epochNanos", moment.get().epochNanos());
        given.assume("container", scene.container());
        if (hasContext()) {
            context(fields, moment.get(), scene, problems).ifPresent(read -> given.assume("context", read));
        }
        return problems.found().size() > before
                ? Optional.empty()
                : own.build(fields, given, null, problems).map(fact -> new TimedFact(fact, moment.get()));
    }

    private Optional<EventContext> context(Fields fields, Moment moment, Scene scene, Problems problems) {
        return context.build(fields, new Given(), scene.context(moment), problems)
                .map(read -> fields.get("phase").isEmpty() && read.container().onHost() ? onHost(read) : read);
    }

    private static EventContext onHost(EventContext context) {
        return new EventContext(
                context.bootNanos(),
                context.epochNanos(),
                context.process(),
                context.container(),
                LifePhase.HOST,
                context.hostNamespaces(),
                context.origin(),
                context.receivedNanos(),
                context.entry(),
                context.enforcement(),
                context.textsUntrusted());
    }

    Map<String, Object> schema(SchemaParts parts) {
        return parts.refer(type.getSimpleName(), () -> {
            Map<String, Object> properties = own.properties(parts);
            if (hasContext()) {
                context.properties(parts).forEach(properties::putIfAbsent);
            }
            properties.put(Moment.WAIT, Moment.SCHEMA);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("type", "object");
            object.put("additionalProperties", false);
            if (!shape().required().isEmpty()) {
                object.put("required", shape().required());
            }
            object.put("properties", properties);
            return object;
        });
    }

    /** The keys that would mean two things; there must be none. */
    List<String> ambiguous() {
        List<String> others = new ArrayList<>(hasContext() ? context.keys() : List.of());
        others.add(Moment.WAIT);
        return own.keys().stream().filter(others::contains).toList();
    }
}

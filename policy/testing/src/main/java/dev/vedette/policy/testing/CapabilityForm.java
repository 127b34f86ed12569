package dev.vedette.policy.testing;

import dev.vedette.policy.document.Problems;
import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Capabilities by their names, or a set that has one. */
final class CapabilityForm implements Form<CapabilitySet> {
    private static final Map<String, CapabilitySet> SETS = Map.of(
            "ALL", CapabilitySet.ALL,
            "NONE", CapabilitySet.NONE,
            "RUNTIME_DEFAULT", CapabilitySet.RUNTIME_DEFAULT);
    private static final ScalarForm<String> SET =
            ScalarForm.of(List.of("ALL", "NONE", "RUNTIME_DEFAULT"), name -> name);
    private static final ScalarForm<Enum<?>> NAME = ScalarForm.constant(Capability.class);

    @Override
    public Optional<CapabilitySet> read(LocatedNode node, CapabilitySet base, Problems problems) {
        if (!(node instanceof LocatedNode.Sequence)) {
            return SET.read(node, null, problems).map(SETS::get);
        }
        CapabilitySet set = CapabilitySet.NONE;
        boolean whole = true;
        for (LocatedNode item : node.elements()) {
            Optional<Enum<?>> name = NAME.read(item, null, problems);
            whole &= name.isPresent();
            set = set.plus(name.map(n -> CapabilitySet.of((Capability) n)).orElse(CapabilitySet.NONE));
        }
        return whole ? Optional.of(set) : Optional.empty();
    }

    @Override
    public Map<String, Object> schema(SchemaParts parts) {
        return Map.of("anyOf", List.of(SET.schema(parts), Map.of("type", "array", "items", NAME.schema(parts))));
    }
}

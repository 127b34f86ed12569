package dev.vedette.policy.manifest;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Optional;

/**
 * What a container's {@code capabilities} make of the runtime's default set, see {@link CapabilitySet#changed}.
 *
 * @param result the set the container gets
 * @param firstDangerous the first item of {@code add} that gives something beyond the default; empty if none does
 */
record CapabilityChanges(CapabilitySet result, Optional<LocatedNode> firstDangerous) {
    static CapabilityChanges read(Optional<LocatedNode> securityContext, FieldReader fields) {
        Optional<LocatedNode> capabilities = securityContext.flatMap(node -> fields.object(node, "capabilities"));
        List<LocatedNode> add =
                capabilities.map(node -> fields.list(node, "add")).orElse(List.of());
        List<LocatedNode> drop =
                capabilities.map(node -> fields.list(node, "drop")).orElse(List.of());
        CapabilitySet result = CapabilitySet.RUNTIME_DEFAULT.changed(names(add, fields), names(drop, fields));
        CapabilitySet beyondDefault = result.minus(CapabilitySet.RUNTIME_DEFAULT);
        Optional<LocatedNode> dangerous = add.stream()
                .filter(item -> gives(fields.text(item), beyondDefault))
                .findFirst();
        return new CapabilityChanges(result, dangerous);
    }

    private static List<String> names(List<LocatedNode> items, FieldReader fields) {
        return items.stream().map(fields::text).toList();
    }

    private static boolean gives(String name, CapabilitySet wanted) {
        CapabilitySet given = CapabilitySet.meansAll(name) ? CapabilitySet.ALL : CapabilitySet.named(name);
        return (given.bits() & wanted.bits()) != 0;
    }
}

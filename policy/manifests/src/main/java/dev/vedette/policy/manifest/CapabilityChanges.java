package dev.vedette.policy.manifest;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a container's {@code capabilities} make of the runtime's default set.
 *
 * <p>The order is the runtime's: {@code ALL} added, {@code ALL} dropped, single ones added, single ones dropped; names in
 * any case and with or without {@code CAP_}, as some runtime accepts each. Source: containerd,
 * internal/cri/opts WithCapabilities.
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
        CapabilitySet result = CapabilitySet.RUNTIME_DEFAULT;
        if (add.stream().anyMatch(item -> isAll(fields.text(item)))) {
            result = CapabilitySet.ALL;
        }
        if (drop.stream().anyMatch(item -> isAll(fields.text(item)))) {
            result = CapabilitySet.NONE;
        }
        for (LocatedNode item : add) {
            result = result.plus(single(fields.text(item)));
        }
        for (LocatedNode item : drop) {
            result = result.minus(single(fields.text(item)));
        }
        CapabilitySet beyondDefault = result.minus(CapabilitySet.RUNTIME_DEFAULT);
        Optional<LocatedNode> dangerous = add.stream()
                .filter(item -> gives(fields.text(item), beyondDefault))
                .findFirst();
        return new CapabilityChanges(result, dangerous);
    }

    private static boolean gives(String name, CapabilitySet wanted) {
        CapabilitySet given = isAll(name) ? CapabilitySet.ALL : single(name);
        return (given.bits() & wanted.bits()) != 0;
    }

    private static CapabilitySet single(String name) {
        return Capability.parse(name).map(CapabilitySet::of).orElse(CapabilitySet.NONE);
    }

    private static boolean isAll(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        return upper.equals("ALL") || upper.equals("CAP_ALL");
    }
}

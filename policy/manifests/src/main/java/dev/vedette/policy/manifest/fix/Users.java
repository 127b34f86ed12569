package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.manifest.ContainerRole;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.edit.YamlEdit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes pods say that they run as another user than root: once for the whole pod, unless somebody in it is root by number,
 * who would not start with that. Source: kubelet's verifyRunAsNonRoot.
 */
final class Users {
    private static final String CONTEXT = "securityContext";
    private static final String FIELD = "/" + CONTEXT + "/runAsNonRoot";
    private static final Advice ROOT =
            new Advice.Leave("runAsUser is 0 there: find out which user the image can run as, and give that one first");

    private Users() {}

    static Advice notRoot(Spot spot) {
        LocatedNode podSpec = spot.at(spot.podSpec()).orElseThrow();
        if (spot.pointer().endsWith(FIELD)) {
            boolean root = spot.container().isPresent() ? isRootThere(spot, podSpec) : hasRoot(podSpec);
            return root ? ROOT : put(spot, spot.pointer());
        }
        if (!hasRoot(podSpec)) {
            return put(spot, spot.podSpec() + FIELD);
        }
        return isRootThere(spot, podSpec) ? ROOT : put(spot, spot.container().orElseThrow() + FIELD);
    }

    private static Advice put(Spot spot, String pointer) {
        return new Advice.Change(FixLevel.SAFE, new YamlEdit.Put(spot.document(), pointer, "true"));
    }

    private static boolean isRootThere(Spot spot, LocatedNode podSpec) {
        return spot.container()
                .flatMap(spot::at)
                .flatMap(Users::user)
                .or(() -> user(podSpec))
                .filter(user -> user == 0)
                .isPresent();
    }

    private static boolean hasRoot(LocatedNode podSpec) {
        Stream<LocatedNode> containers = Stream.of(ContainerRole.values())
                .flatMap(role -> podSpec.get(role.field()).stream())
                .flatMap(list -> list.elements().stream());
        return Stream.concat(Stream.of(podSpec), containers)
                .flatMap(holder -> user(holder).stream())
                .anyMatch(user -> user == 0);
    }

    private static Optional<Long> user(LocatedNode holder) {
        return holder.at(CONTEXT, "runAsUser")
                .flatMap(node -> node instanceof LocatedNode.Scalar scalar ? scalar.number() : Optional.empty());
    }
}

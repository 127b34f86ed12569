package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Which values two documents do not have in common, as pointers of the one or the other. */
final class Differences {
    private final Set<String> pointers = new TreeSet<>();

    static Set<String> between(List<LocatedNode> before, List<LocatedNode> after) {
        Differences differences = new Differences();
        if (before.size() != after.size()) {
            differences.pointers.add("");
        }
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            differences.compare(before.get(i), after.get(i));
        }
        return differences.pointers;
    }

    private void compare(LocatedNode one, LocatedNode other) {
        if (one instanceof LocatedNode.Mapping a && other instanceof LocatedNode.Mapping b) {
            a.entries().forEach((key, entry) -> below(entry, b.entries().get(key)));
            b.entries().forEach((key, entry) -> below(entry, a.entries().get(key)));
        } else if (one instanceof LocatedNode.Sequence a
                && other instanceof LocatedNode.Sequence b
                && a.items().size() == b.items().size()) {
            for (int i = 0; i < a.items().size(); i++) {
                compare(a.items().get(i), b.items().get(i));
            }
        } else if (!Objects.equals(one.text(), other.text()) || !one.kind().equals(other.kind()) || !isScalar(one)) {
            pointers.add(one.pointer());
        }
    }

    private void below(LocatedNode.Entry one, LocatedNode.Entry other) {
        if (other == null) {
            leaves(one.value());
        } else {
            compare(one.value(), other.value());
        }
    }

    /** What came or went as a whole is named by all that it holds. */
    private void leaves(LocatedNode node) {
        if (node instanceof LocatedNode.Mapping mapping && !mapping.entries().isEmpty()) {
            mapping.entries().values().forEach(entry -> leaves(entry.value()));
        } else {
            pointers.add(node.pointer());
        }
    }

    private static boolean isScalar(LocatedNode node) {
        return node instanceof LocatedNode.Scalar;
    }
}

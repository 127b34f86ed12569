package dev.vedette.policy.manifest.result;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Optional;

/**
 * A field's way through its object by names instead of numbers, so that it stays the same when others come before it:
 * {@code /spec/containers/[main]/image}.
 */
final class NamedPath {
    /** What items of lists are told apart by in Kubernetes (k8s.io/api, patchMergeKey), the likeliest first. */
    private static final List<String> NAMES = List.of("name", "containerPort", "mountPath", "devicePath", "ip");

    /** What fits into an {@code int}, whatever the digits. */
    private static final int MOST_DIGITS = 9;

    private NamedPath() {}

    /** @param pointer of a field at or below {@code root} */
    static String of(LocatedNode root, String pointer) {
        StringBuilder path = new StringBuilder();
        Optional<LocatedNode> here = Optional.of(root);
        for (String token : tokens(pointer.substring(root.pointer().length()))) {
            Optional<LocatedNode> below = here.flatMap(node -> below(node, token));
            boolean item = here.filter(LocatedNode.Sequence.class::isInstance).isPresent();
            path.append('/').append(item ? "[" + below.flatMap(NamedPath::name).orElse(token) + "]" : token);
            here = below;
        }
        return path.toString();
    }

    private static List<String> tokens(String pointer) {
        return pointer.isEmpty() ? List.of() : List.of(pointer.substring(1).split("/", -1));
    }

    private static Optional<LocatedNode> below(LocatedNode node, String token) {
        return switch (node) {
            case LocatedNode.Mapping mapping ->
                Optional.ofNullable(
                                mapping.entries().get(token.replace("~1", "/").replace("~0", "~")))
                        .map(LocatedNode.Entry::value);
            case LocatedNode.Sequence sequence -> item(sequence, token);
            case LocatedNode.Scalar _ -> Optional.empty();
        };
    }

    private static Optional<LocatedNode> item(LocatedNode.Sequence sequence, String token) {
        int index = isIndex(token) ? Integer.parseInt(token) : Integer.MAX_VALUE;
        return index < sequence.items().size() ? Optional.of(sequence.items().get(index)) : Optional.empty();
    }

    private static boolean isIndex(String token) {
        return !token.isEmpty()
                && token.length() <= MOST_DIGITS
                && token.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Optional<String> name(LocatedNode item) {
        return item.text()
                .or(() -> NAMES.stream()
                        .flatMap(name -> item.get(name).flatMap(LocatedNode::text).stream())
                        .findFirst());
    }
}

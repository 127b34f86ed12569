package dev.vedette.policy.document;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.regex.Pattern;

/** The place of a value as Kubernetes writes it (k8s.io/apimachinery, field.Path): {@code spec.responses[0].action}. */
final class FieldPath {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private FieldPath() {}

    /** Empty for the document itself. */
    static String of(LocatedNode node) {
        if (node.pointer().isEmpty()) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        for (String token : node.pointer().substring(1).split("/", -1)) {
            String step = token.replace("~1", "/").replace("~0", "~");
            if (!NAME.matcher(step).matches()) {
                path.append('[').append(step).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step);
            }
        }
        return path.toString();
    }
}

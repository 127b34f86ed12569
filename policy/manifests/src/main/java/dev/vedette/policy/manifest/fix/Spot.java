package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.manifest.ContainerRole;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where an issue stands, and what is around it. */
final class Spot {
    private static final Pattern CONTAINER = Pattern.compile("(.*)/("
            + Arrays.stream(ContainerRole.values()).map(ContainerRole::field).collect(Collectors.joining("|"))
            + ")/(\\d+)(/.*)?");
    private static final String OF_POD = "/securityContext";

    private final int document;
    private final LocatedNode root;
    private final String pointer;

    private Spot(int document, LocatedNode root, String pointer) {
        this.document = document;
        this.root = root;
        this.pointer = pointer;
    }

    /** Finds the document of {@code issue}: the last that begins before it. */
    static Spot of(Issue issue, List<LocatedNode> documents) {
        int document = 0;
        for (int i = 1; i < documents.size(); i++) {
            LocatedNode root = documents.get(i);
            if (root.line() < issue.line() || (root.line() == issue.line() && root.column() <= issue.column())) {
                document = i;
            }
        }
        return new Spot(document, documents.get(document), issue.pointer());
    }

    /** Which of the text's documents that are not empty, from 0. */
    int document() {
        return document;
    }

    String pointer() {
        return pointer;
    }

    boolean endsWith(String field) {
        return pointer.endsWith("/" + field);
    }

    /** The pointer of the container that it is in or is; empty if it is in none. */
    Optional<String> container() {
        return matched().map(found -> found.group(1) + "/" + found.group(2) + "/" + found.group(3));
    }

    /** The pointer of the pod's specification. */
    String podSpec() {
        return matched()
                .map(found -> found.group(1))
                .orElseGet(() -> pointer.contains(OF_POD) ? pointer.substring(0, pointer.indexOf(OF_POD)) : pointer);
    }

    private Optional<Matcher> matched() {
        Matcher matcher = CONTAINER.matcher(pointer);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }

    /** The value at a pointer of the same document. */
    Optional<LocatedNode> at(String other) {
        Optional<LocatedNode> here = Optional.of(root);
        for (String part : other.substring(1).split("/", -1)) {
            String name = part.replace("~1", "/").replace("~0", "~");
            here = here.flatMap(node -> node instanceof LocatedNode.Sequence list
                    ? list.items().stream().skip(Integer.parseInt(name)).findFirst()
                    : node.get(name));
        }
        return here;
    }
}

package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where one kind keeps a template of pods, or several alike.
 *
 * @param group the kind's API group, "" for a kind of this name in any group
 * @param steps names of fields from the object down; {@code *} stands for each item of a list and each value of a mapping;
 *     none if the object is the template itself, as a Pod is
 */
public record TemplatePath(String kind, String group, List<String> steps) {
    private static final String EACH = "*";
    private static final Pattern FORM =
            Pattern.compile("([A-Z]\\w*)(?:\\.([a-z0-9.-]+))?=(\\.|[^.\\s]+(?:\\.[^.\\s]+)*)");

    public TemplatePath {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(group, "group is null");
        steps = List.copyOf(steps);
    }

    /**
     * Reads {@code Kind.group=spec.path.to.template}; without a group it is said of any.
     *
     * @throws IllegalArgumentException if it is none, with a sentence for people
     */
    public static TemplatePath parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' does not say where a kind keeps its pods: write Kind.group=spec.path.to.template, with * for each"
                    + " item of a list, such as Job.batch.volcano.sh=spec.tasks.*.template");
        }
        String path = form.group(3);
        return new TemplatePath(
                form.group(1),
                Optional.ofNullable(form.group(2)).orElse(""),
                path.equals(".") ? List.of() : Arrays.asList(path.split("\\.")));
    }

    /** Whether it is said of this kind; a path of any group is said of every group's. */
    boolean isAbout(String otherKind, String otherGroup) {
        return kind.equals(otherKind) && (group.isEmpty() || group.equals(otherGroup));
    }

    /** The mappings that stand there. */
    List<LocatedNode> in(LocatedNode object, FieldReader fields) {
        List<LocatedNode> here = List.of(object);
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            boolean each = i + 1 < steps.size() && steps.get(i + 1).equals(EACH);
            List<LocatedNode> below = new ArrayList<>();
            for (LocatedNode node : here) {
                (each ? each(node, step, fields) : fields.object(node, step).stream()).forEach(below::add);
            }
            here = below;
            i += each ? 1 : 0;
        }
        return here;
    }

    private static Stream<LocatedNode> each(LocatedNode parent, String name, FieldReader fields) {
        if (fields.find(parent, name).orElse(null) instanceof LocatedNode.Mapping mapping) {
            return mapping.entries().keySet().stream().flatMap(key -> fields.object(mapping, key).stream());
        }
        return fields.objects(parent, name).stream();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return kind + (group.isEmpty() ? "" : "." + group) + "=" + (steps.isEmpty() ? "." : String.join(".", steps));
    }
}

package dev.vedette.policy.document;

import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong, so that a person sees all of it at once; bounded. For one thread. */
public final class Problems {
    private static final int MAX = 100;

    private final List<PolicyProblem> found = new ArrayList<>();
    private String file = "";
    private boolean namesFields;

    /** What follows is about this file. */
    public void in(String file) {
        this.file = file;
        namesFields = false;
    }

    /** What follows is about this object of a cluster: its places are fields, since nobody sees lines of it. */
    void inObject(String object) {
        file = object;
        namesFields = true;
    }

    public void at(LocatedNode node, String message) {
        if (namesFields) {
            String field = FieldPath.of(node);
            add(field.isEmpty() ? file : file + ": " + field, 0, 0, message);
        } else {
            add(file, node.line(), node.column(), message);
        }
    }

    /** About the whole file. */
    public void whole(String message) {
        add(file, 0, 0, message);
    }

    public void syntax(YamlException e) {
        add(file, e.line(), e.column(), "The document " + e.getMessage() + ".");
    }

    private void add(String where, int line, int column, String message) {
        if (found.size() < MAX) {
            found.add(new PolicyProblem(where, line, column, message));
        }
    }

    public List<PolicyProblem> found() {
        return found;
    }

    /** What somebody wrote, fit for a message. */
    public static String quote(String text) {
        return "'" + PrintableText.of(text, 60) + "'";
    }
}

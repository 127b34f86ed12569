package dev.vedette.policy.document;

import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.yaml.LocatedNode;
import dev.vedette.policy.yaml.YamlException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong, so that a person sees all of it at once; bounded. For one thread. */
final class Problems {
    private static final int MAX = 100;

    private final List<PolicyProblem> found = new ArrayList<>();
    private String file = "";

    void in(String file) {
        this.file = file;
    }

    void at(LocatedNode node, String message) {
        add(node.line(), node.column(), message);
    }

    void whole(String message) {
        add(0, 0, message);
    }

    void syntax(YamlException e) {
        add(e.line(), e.column(), "The document " + e.getMessage() + ".");
    }

    private void add(int line, int column, String message) {
        if (found.size() < MAX) {
            found.add(new PolicyProblem(file, line, column, message));
        }
    }

    List<PolicyProblem> found() {
        return found;
    }

    /** What somebody wrote, fit for a message. */
    static String quote(String text) {
        return "'" + PrintableText.of(text, 60) + "'";
    }
}

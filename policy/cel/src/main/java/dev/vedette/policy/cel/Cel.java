package dev.vedette.policy.cel;

import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Pieces of expressions. They speak of the variables of {@link RulePolicies}. */
final class Cel {
    static final String SPEC = "variables.spec";
    static final String WINDOWS = "variables.windows";
    static final String OWN_USERS = "variables.ownUsers";
    static final String CREATED = "request.operation == 'CREATE'";

    private Cel() {}

    /** True of all containers, {@code c}. */
    static String eachContainer(String expression) {
        return "variables.containers.all(c, " + expression + ")";
    }

    /** True of all containers' powers, {@code p}. */
    static String eachPower(String expression) {
        return "variables.powers.all(p, " + expression + ")";
    }

    /** True of all volumes, {@code v}. */
    static String eachVolume(String expression) {
        return SPEC + ".?volumes.orValue([]).all(v, " + expression + ")";
    }

    /** Of a container as of its pod: what the container says counts. */
    static String inherited(String field) {
        return "c.?securityContext.?" + field + ".or(" + SPEC + ".?securityContext.?" + field + ")";
    }

    static String either(String... expressions) {
        return joined(" || ", expressions);
    }

    static String both(String... expressions) {
        return joined(" && ", expressions);
    }

    private static String joined(String joint, String... expressions) {
        return Arrays.stream(expressions)
                .map(expression -> "(" + expression + ")")
                .collect(Collectors.joining(joint));
    }

    /** Whether {@code text} is as a whole what the pattern says. */
    static String isAll(String text, Pattern pattern) {
        return text + ".matches(" + quoted("^(?:" + pattern.pattern() + ")$") + ")";
    }

    /** Whether the pattern is found somewhere in {@code text}. */
    static String has(String text, Pattern pattern) {
        return text + ".matches(" + quoted(pattern.pattern()) + ")";
    }

    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** A list of texts. */
    static String list(Collection<String> texts) {
        return texts.stream().sorted().map(Cel::quoted).collect(Collectors.joining(", ", "[", "]"));
    }
}

package dev.vedette.policy.cel;

import dev.vedette.policy.apiserver.ApiServerPolicy;
import dev.vedette.policy.apiserver.ApiServerPolicy.Validation;
import dev.vedette.policy.model.RuleInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rules as policies that an API server enforces by itself: those that CEL can say of a pod, or of what makes pods, alone.
 * Lists that rules are given by policies are those of their pages. Immutable.
 */
public final class RulePolicies {
    private static final String UPPER_NAMES =
            ".orValue([]).map(a, a.trim().replace('ı', 'i').replace('ſ', 's').upperAscii())"
                    + ".map(a, a.startsWith('CAP_') ? a.substring(4) : a)";

    private final Map<String, RuleInfo> rules = new TreeMap<>();
    private final Map<String, String> expressions = new TreeMap<>();

    /** @param rules the built-in ones, for their titles and lists */
    public RulePolicies(Collection<RuleInfo> rules) {
        rules.forEach(rule -> this.rules.put(rule.id(), rule));
        expressions.putAll(IsolationChecks.all());
        expressions.putAll(HostPathChecks.all(parameter("VDT-1017", "ordinary-devices")));
        expressions.putAll(SettingChecks.all(parameter("VDT-1014", "allowed")));
        expressions.putAll(PlacementChecks.all(parameter("VDT-1026", "system-namespaces")));
    }

    private List<String> parameter(String rule, String name) {
        return Optional.ofNullable(rules.get(rule))
                .map(info -> info.parameters().get(name))
                .orElseThrow(() -> new IllegalArgumentException("there is no list " + name + " of a rule " + rule));
    }

    /** The expression of each rule that can be said, by id in their order, true of what the rule finds nothing in. */
    public Map<String, String> expressions() {
        return Collections.unmodifiableMap(expressions);
    }

    /** What the expressions speak of, by name, in the order in which one needs the other. */
    public static Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>(ApiServerPolicy.podVariables());
        variables.put("windows", "variables.spec.?os.?name.orValue('') == 'windows'");
        variables.put("ownUsers", "!variables.spec.?hostUsers.orValue(true)");
        variables.put("powers", powers());
        variables.put("mounts", HostPathChecks.mounts());
        return variables;
    }

    /** What each container may do: names of capabilities in upper case, without {@code CAP_}. */
    private static String powers() {
        String podsFilter = "variables.spec.?securityContext.?seccompProfile.?type.orValue('')";
        String filter = "c.?securityContext.?seccompProfile.?type.orValue('')";
        return "variables.containers.map(c, {"
                + "'privileged': dyn(c.?securityContext.?privileged.orValue(false))"
                + ", 'unfiltered': dyn((" + filter + " != '' ? " + filter + " : " + podsFilter + ") == 'Unconfined')"
                + ", 'uid': dyn(" + Cel.inherited("runAsUser") + ".orValue(-1))"
                + ", 'add': dyn(c.?securityContext.?capabilities.?add" + UPPER_NAMES + ")"
                + ", 'drop': dyn(c.?securityContext.?capabilities.?drop" + UPPER_NAMES + ")})";
    }

    /**
     * A rule's policy.
     *
     * @return empty if CEL cannot say the rule, or there is none of this id
     */
    public Optional<ApiServerPolicy> policy(String id) {
        return Optional.ofNullable(expressions.get(id)).map(expression -> {
            String message = id + " (" + rules.get(id).severity().label() + "): "
                    + rules.get(id).title() + ". See vedette explain " + id + ".";
            return new ApiServerPolicy(
                    "vedette-" + id.toLowerCase(Locale.ROOT),
                    conditions(),
                    variablesOf(expression),
                    List.of(new Validation(expression, message)));
        });
    }

    /** As the webhook does: what leaves the specification as it is is not judged again. */
    private static Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>(ApiServerPolicy.thereIsAPod());
        conditions.put(
                "specification-changes",
                "request.operation != 'UPDATE' || (object.kind == 'PodTemplate' ? dyn(object.template) !="
                        + " dyn(oldObject.template) : dyn(object.spec) != dyn(oldObject.spec))");
        return conditions;
    }

    /** Those alone that it needs, since an API server counts what each costs. */
    private static Map<String, String> variablesOf(String expression) {
        Map<String, String> needed = variables();
        StringBuilder text = new StringBuilder(expression);
        for (String name : List.copyOf(needed.keySet()).reversed()) {
            if (text.indexOf("variables." + name) >= 0) {
                text.append(' ').append(needed.get(name));
            } else {
                needed.remove(name);
            }
        }
        return needed;
    }
}

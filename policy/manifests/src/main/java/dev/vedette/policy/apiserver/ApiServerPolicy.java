package dev.vedette.policy.apiserver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A {@code ValidatingAdmissionPolicy} on pods and what makes them, and its bindings, as maps and lists of texts. Source of
 * their form: k8s.io/api admissionregistration/v1.
 *
 * @param name of the policy; bindings have it with an ending
 * @param conditions expressions of CEL by name: where one is false nothing is asked
 * @param variables what validations speak of, by name, in the order in which one needs the other
 * @param validations each asks that an expression be true
 */
public record ApiServerPolicy(
        String name, Map<String, String> conditions, Map<String, String> variables, List<Validation> validations) {
    private static final String API_VERSION = "admissionregistration.k8s.io/v1";

    /**
     * @param expression in CEL, true of what passes
     * @param message for whoever asked
     */
    public record Validation(String expression, String message) {
        public Validation {
            Objects.requireNonNull(expression, "expression is null");
            Objects.requireNonNull(message, "message is null");
        }
    }

    /** What of it a binding is about. */
    public enum Reach {
        PODS,
        /** What makes pods. */
        CONTROLLERS,
        BOTH
    }

    public ApiServerPolicy {
        Objects.requireNonNull(name, "name is null");
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        validations = List.copyOf(validations);
    }

    /**
     * The pod of each kind: its metadata and specification as {@code template}, the latter as {@code spec}, and all its
     * {@code containers}.
     */
    public static Map<String, String> podVariables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(
                "template",
                "object.kind == 'Pod' ? dyn(object)"
                        + " : object.kind == 'PodTemplate' ? dyn(object.template)"
                        + " : object.kind == 'CronJob' ? dyn(object.spec.jobTemplate.spec.template)"
                        + " : dyn(object.spec.template)");
        variables.put("spec", "variables.template.spec");
        variables.put(
                "containers",
                "dyn(variables.spec.containers) + dyn(variables.spec.?initContainers.orValue([]))"
                        + " + dyn(variables.spec.?ephemeralContainers.orValue([]))");
        return variables;
    }

    /** Alone of the kinds that make pods, a ReplicationController may have no template. */
    public static Map<String, String> thereIsAPod() {
        return Map.of("there-is-a-pod", "object.kind != 'ReplicationController' || has(object.spec.template)");
    }

    /** The policy itself; what cannot be evaluated counts as failed. */
    public Map<String, Object> policy() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("failurePolicy", "Fail");
        spec.put("matchConstraints", Map.of("resourceRules", rules(Reach.BOTH)));
        spec.put("matchConditions", named(conditions));
        spec.put("variables", named(variables));
        spec.put(
                "validations",
                validations.stream().map(ApiServerPolicy::validation).toList());
        return object("ValidatingAdmissionPolicy", name, spec);
    }

    /**
     * Where it holds, and what comes of failing it.
     *
     * @param ending of the binding's name
     * @param actions of {@code Deny}, {@code Warn} and {@code Audit}, the first two not together
     * @param namespaceLabels of the namespaces; none for all of them
     */
    public Map<String, Object> binding(
            String ending, List<String> actions, Reach reach, Map<String, String> namespaceLabels) {
        Map<String, Object> where = new LinkedHashMap<>();
        if (!namespaceLabels.isEmpty()) {
            where.put("namespaceSelector", Map.of("matchLabels", namespaceLabels));
        }
        where.put("resourceRules", rules(reach));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("policyName", name);
        spec.put("validationActions", actions);
        spec.put("matchResources", where);
        return object("ValidatingAdmissionPolicyBinding", name + "-" + ending, spec);
    }

    private static List<Object> rules(Reach reach) {
        List<Object> rules = new ArrayList<>();
        if (reach != Reach.CONTROLLERS) {
            rules.add(rule("", List.of("pods", "pods/ephemeralcontainers")));
        }
        if (reach != Reach.PODS) {
            rules.add(rule("", List.of("replicationcontrollers", "podtemplates")));
            rules.add(rule("apps", List.of("deployments", "replicasets", "statefulsets", "daemonsets")));
            rules.add(rule("batch", List.of("jobs", "cronjobs")));
        }
        return rules;
    }

    private static Map<String, Object> rule(String group, List<String> resources) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("apiGroups", List.of(group));
        rule.put("apiVersions", List.of("v1"));
        rule.put("operations", List.of("CREATE", "UPDATE"));
        rule.put("resources", resources);
        return rule;
    }

    private static List<Object> named(Map<String, String> expressions) {
        List<Object> list = new ArrayList<>();
        expressions.forEach((name, expression) -> {
            Map<String, Object> named = new LinkedHashMap<>();
            named.put("name", name);
            named.put("expression", expression);
            list.add(named);
        });
        return list;
    }

    private static Map<String, Object> validation(Validation asked) {
        Map<String, Object> validation = new LinkedHashMap<>();
        validation.put("expression", asked.expression());
        validation.put("message", asked.message());
        validation.put("reason", "Forbidden");
        return validation;
    }

    private static Map<String, Object> object(String kind, String name, Map<String, Object> spec) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", API_VERSION);
        object.put("kind", kind);
        object.put("metadata", Map.of("name", name));
        object.put("spec", spec);
        return object;
    }
}

package dev.vedette.policy.podsecurity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A standard as objects that an API server enforces by itself: a {@code ValidatingAdmissionPolicy} that asks each check in CEL,
 * a binding that denies pods, and one that warns of what makes pods. Source of their form: k8s.io/api admissionregistration/v1.
 *
 * <p>As with Kubernetes' own admission, a pod that is there is judged again only when an image or a container changes.
 */
public final class PodSecurityPolicyObjects {
    private static final String API_VERSION = "admissionregistration.k8s.io/v1";
    private static final String SECCOMP_ANNOTATIONS = "metadata.?annotations.orValue({})";

    private final PodSecurityDemand demand;
    private final String label;
    private final String value;

    /**
     * @param demand not {@linkplain PodSecurityDemand#isNone() none}
     * @param label of the namespaces where it holds
     * @param value of that label
     */
    public PodSecurityPolicyObjects(PodSecurityDemand demand, String label, String value) {
        this.demand = Objects.requireNonNull(demand, "demand is null");
        this.label = Objects.requireNonNull(label, "label is null");
        this.value = Objects.requireNonNull(value, "value is null");
        if (demand.isNone()) {
            throw new IllegalArgumentException("privileged demands nothing: write baseline or restricted");
        }
    }

    /** What a validation asks, by the id of its check. */
    public Map<String, String> expressions() {
        CelChecks checks = new CelChecks(demand.version());
        Map<String, String> expressions = new LinkedHashMap<>();
        new PodSecurityStandard(demand.level(), demand.version())
                .checks()
                .forEach(check -> expressions.put(check, checks.expression(check)));
        return expressions;
    }

    /** What the expressions speak of, by name, in the order in which one needs the other. */
    public Map<String, String> variables() {
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

    /** The objects, as maps and lists of texts. */
    public List<Map<String, Object>> objects() {
        return List.of(policy(), binding("deny", "Deny", true), binding("warn", "Warn", false));
    }

    private String name() {
        return "vedette-pod-security-" + demand.level().label() + "-"
                + demand.version().label().replace('.', '-');
    }

    private Map<String, Object> policy() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("failurePolicy", "Fail");
        spec.put("matchConstraints", Map.of("resourceRules", rules(true, true)));
        spec.put(
                "matchConditions",
                List.of(
                        named("there-is-a-pod", "object.kind != 'ReplicationController' || has(object.spec.template)"),
                        named("something-that-counts-changes", changes())));
        spec.put(
                "variables",
                variables().entrySet().stream()
                        .map(variable -> named(variable.getKey(), variable.getValue()))
                        .toList());
        spec.put("validations", validations());
        return object("ValidatingAdmissionPolicy", name(), spec);
    }

    private List<Object> validations() {
        Map<String, String> remedies = new PodSecurityStandard(demand.level(), demand.version()).remedies();
        List<Object> validations = new ArrayList<>();
        expressions().forEach((check, expression) -> {
            Map<String, Object> validation = new LinkedHashMap<>();
            validation.put("expression", expression);
            validation.put("message", check + " (" + demand + "): " + remedies.get(check));
            validation.put("reason", "Forbidden");
            validations.add(validation);
        });
        return validations;
    }

    private Map<String, Object> binding(String name, String action, boolean pods) {
        Map<String, Object> where = new LinkedHashMap<>();
        where.put("namespaceSelector", Map.of("matchLabels", Map.of(label, value)));
        where.put("resourceRules", rules(pods, !pods));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("policyName", name());
        spec.put("validationActions", List.of(action, "Audit"));
        spec.put("matchResources", where);
        return object("ValidatingAdmissionPolicyBinding", name() + "-" + name, spec);
    }

    /** In what an update of a pod may fail: as the webhook judges it. */
    private String changes() {
        List<String> changes = new ArrayList<>();
        changes.add("object.kind != 'Pod' || request.operation != 'UPDATE'");
        for (String role : List.of("containers", "initContainers", "ephemeralContainers")) {
            String now = "object.spec.?" + role + ".orValue([])";
            String then = "oldObject.spec.?" + role + ".orValue([])";
            changes.add(now + ".size() != " + then + ".size()");
            changes.add(now + ".exists(c, !" + then
                    + ".exists(o, o.name == c.name && o.?image.orValue('') == c.?image.orValue('')))");
        }
        if (!demand.version().isFrom(ConfinementChecks.SECCOMP_IS_A_FIELD)) {
            changes.add("object." + SECCOMP_ANNOTATIONS + " != oldObject." + SECCOMP_ANNOTATIONS);
        }
        return String.join(" || ", changes);
    }

    private static List<Object> rules(boolean pods, boolean controllers) {
        List<Object> rules = new ArrayList<>();
        if (pods) {
            rules.add(rule("", List.of("pods", "pods/ephemeralcontainers")));
        }
        if (controllers) {
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

    private static Map<String, Object> named(String name, String expression) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", name);
        named.put("expression", expression);
        return named;
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

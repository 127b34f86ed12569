package dev.vedette.policy.podsecurity;

import dev.vedette.policy.apiserver.ApiServerPolicy;
import dev.vedette.policy.apiserver.ApiServerPolicy.Reach;
import dev.vedette.policy.apiserver.ApiServerPolicy.Validation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A standard as objects that an API server enforces by itself: a {@code ValidatingAdmissionPolicy} that asks each check in CEL,
 * a binding that denies pods, and one that warns of what makes pods.
 *
 * <p>As with Kubernetes' own admission, a pod that is there is judged again only when an image or a container changes.
 */
public final class PodSecurityPolicyObjects {
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
        return ApiServerPolicy.podVariables();
    }

    /** The objects, as maps and lists of texts. */
    public List<Map<String, Object>> objects() {
        ApiServerPolicy policy = new ApiServerPolicy(name(), conditions(), variables(), validations());
        Map<String, String> where = Map.of(label, value);
        return List.of(
                policy.policy(),
                policy.binding("deny", List.of("Deny", "Audit"), Reach.PODS, where),
                policy.binding("warn", List.of("Warn", "Audit"), Reach.CONTROLLERS, where));
    }

    private String name() {
        return "vedette-pod-security-" + demand.level().label() + "-"
                + demand.version().label().replace('.', '-');
    }

    private Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>(ApiServerPolicy.thereIsAPod());
        conditions.put("something-that-counts-changes", changes());
        return conditions;
    }

    private List<Validation> validations() {
        Map<String, String> remedies = new PodSecurityStandard(demand.level(), demand.version()).remedies();
        return expressions().entrySet().stream()
                .map(check -> new Validation(
                        check.getValue(), check.getKey() + " (" + demand + "): " + remedies.get(check.getKey())))
                .toList();
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
}

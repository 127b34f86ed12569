package dev.vedette.policy.engine;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ParameterOverride;
import dev.vedette.policy.model.Parameters;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.RuleInfo;
import java.util.List;
import java.util.Map;

/** The lists that rules read, as they are for the container of the fact being judged. For one thread. */
public final class ScopedParameters implements Parameters {
    private final Map<String, RuleInfo> rules;
    private List<ParameterOverride> overrides = List.of();
    private Container container = Container.HOST;

    ScopedParameters(Map<String, RuleInfo> rules) {
        this.rules = rules;
    }

    /** As they are for one container, for whoever gathers facts by them. */
    public static Parameters of(RuleCatalog catalog, PolicySet policies, Container container) {
        ScopedParameters parameters = new ScopedParameters(catalog.byId());
        parameters.replace(policies.parameters());
        parameters.judging(container);
        return parameters;
    }

    void replace(List<ParameterOverride> overrides) {
        this.overrides = overrides;
    }

    void judging(Container container) {
        this.container = container;
    }

    @Override
    public List<String> list(String ruleId, String name) {
        ParameterOverride best = null;
        for (ParameterOverride override : overrides) {
            if (override.ruleId().equals(ruleId)
                    && override.name().equals(name)
                    && override.scope().includes(container)
                    && (best == null
                            || override.scope().specificity() > best.scope().specificity())) {
                best = override;
            }
        }
        if (best != null) {
            return best.values();
        }
        RuleInfo rule = rules.get(ruleId);
        return rule == null ? List.of() : rule.parameters().getOrDefault(name, List.of());
    }
}

package dev.vedette.policy.engine;

import dev.vedette.policy.model.RuleInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules that are loaded, by id. Immutable. */
public final class RuleCatalog {
    private final SortedMap<String, RuleInfo> rules;

    private RuleCatalog(SortedMap<String, RuleInfo> rules) {
        this.rules = Collections.unmodifiableSortedMap(rules);
    }

    /** @throws BundleException if two bundles bring a rule of the same id */
    public static RuleCatalog of(List<RuleBundle> bundles) throws BundleException {
        SortedMap<String, RuleInfo> rules = new TreeMap<>();
        for (RuleBundle bundle : bundles) {
            for (RuleInfo rule : bundle.pages()) {
                if (rules.putIfAbsent(rule.id(), rule) != null) {
                    throw new BundleException("Rule bundle " + bundle.name() + " brings rule " + rule.id()
                            + ", which another bundle has already; give it an id of its own.");
                }
            }
        }
        return new RuleCatalog(rules);
    }

    public Optional<RuleInfo> find(String id) {
        return Optional.ofNullable(rules.get(id));
    }

    /** All rules, by id. */
    public Collection<RuleInfo> all() {
        return rules.values();
    }

    Map<String, RuleInfo> byId() {
        return rules;
    }
}

package dev.vedette.policy.engine;

import dev.vedette.policy.model.RuleInfo;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The rules that are loaded, by id. Thread-safe. */
public final class RuleCatalog {
    private final SortedMap<String, Supplier<RuleInfo>> rules;

    private RuleCatalog(SortedMap<String, Supplier<RuleInfo>> rules) {
        this.rules = rules;
    }

    /** @throws BundleException if two bundles bring a rule of the same id */
    public static RuleCatalog of(List<RuleBundle> bundles) throws BundleException {
        SortedMap<String, Supplier<RuleInfo>> rules = new TreeMap<>();
        for (RuleBundle bundle : bundles) {
            for (Map.Entry<String, Supplier<RuleInfo>> rule : bundle.rules().entrySet()) {
                if (rules.putIfAbsent(rule.getKey(), rule.getValue()) != null) {
                    throw new BundleException("Rule bundle " + bundle.name() + " brings rule " + rule.getKey()
                            + ", which another bundle has already; give it an id of its own.");
                }
            }
        }
        return new RuleCatalog(rules);
    }

    public Optional<RuleInfo> find(String id) {
        return Optional.ofNullable(rules.get(id)).map(Supplier::get);
    }

    /** All rules, by id. */
    public Collection<RuleInfo> all() {
        return rules.values().stream().map(Supplier::get).toList();
    }

    /** The ids of all rules, in order. */
    public SortedSet<String> ids() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(rules.keySet()));
    }
}

package dev.vedette.policy.engine;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.LookupList;
import dev.vedette.policy.model.ParameterOverride;
import dev.vedette.policy.model.Parameters;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.RuleInfo;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lists that rules read, as they are for the container of the fact being judged. For one thread.
 *
 * <p>What holds for a container is made out once and kept: rules ask for dozens of lists for each fact. A list stays the
 * same object for as long as the same policies are in force, and is looked up in rather than gone through.
 */
public final class ScopedParameters implements Parameters {
    /** Containers of which it is kept what holds for them; a node has some hundred. */
    private static final int MOST_CONTAINERS = 1_024;

    private final RuleCatalog catalog;
    private final Map<String, Map<String, List<String>>> ofRules = new ConcurrentHashMap<>();
    private final IdentityHashMap<Container, Map<String, Map<String, List<String>>>> known = new IdentityHashMap<>();
    private List<Stated> stated = List.of();
    private Map<String, Map<String, List<String>>> current = Map.of();

    /** What a policy says, with its list made ready. */
    private record Stated(ParameterOverride override, List<String> list) {}

    /** @param catalog asked for a rule when that asks for its first list */
    ScopedParameters(RuleCatalog catalog) {
        this.catalog = catalog;
    }

    /** As they are for one container, for whoever gathers facts by them. */
    public static Parameters of(RuleCatalog catalog, PolicySet policies, Container container) {
        ScopedParameters parameters = new ScopedParameters(catalog);
        parameters.replace(policies.parameters());
        parameters.judging(container);
        return parameters;
    }

    void replace(List<ParameterOverride> overrides) {
        stated = overrides.stream()
                .map(override -> new Stated(override, new LookupList(override.values())))
                .toList();
        known.clear();
        current = Map.of();
    }

    void judging(Container container) {
        if (stated.isEmpty()) {
            return;
        }
        Map<String, Map<String, List<String>>> lists = known.get(container);
        if (lists == null) {
            if (known.size() >= MOST_CONTAINERS) {
                known.clear();
            }
            lists = listsFor(container);
            known.put(container, lists);
        }
        current = lists;
    }

    /** What overrides say. Of those of one list the narrowest decides; of these the first. */
    private Map<String, Map<String, List<String>>> listsFor(Container container) {
        Map<String, Map<String, Stated>> best = new HashMap<>();
        for (Stated one : stated) {
            ParameterOverride override = one.override();
            if (override.scope().includes(container)) {
                best.computeIfAbsent(override.ruleId(), unused -> new HashMap<>())
                        .merge(override.name(), one, ScopedParameters::narrower);
            }
        }
        Map<String, Map<String, List<String>>> lists = new HashMap<>();
        best.forEach((rule, byName) -> {
            Map<String, List<String>> own = new HashMap<>(ofRule(rule));
            byName.forEach((name, one) -> own.put(name, one.list()));
            lists.put(rule, own);
        });
        return lists;
    }

    private static Stated narrower(Stated earlier, Stated later) {
        return later.override().scope().specificity()
                        > earlier.override().scope().specificity()
                ? later
                : earlier;
    }

    @Override
    public List<String> list(String ruleId, String name) {
        Map<String, List<String>> lists = current.isEmpty() ? null : current.get(ruleId);
        List<String> list = (lists == null ? ofRule(ruleId) : lists).get(name);
        return list == null ? List.of() : list;
    }

    private Map<String, List<String>> ofRule(String id) {
        Map<String, List<String>> lists = ofRules.get(id);
        if (lists == null) {
            lists = catalog.find(id).map(ScopedParameters::ready).orElse(Map.of());
            ofRules.put(id, lists);
        }
        return lists;
    }

    private static Map<String, List<String>> ready(RuleInfo rule) {
        Map<String, List<String>> lists = new HashMap<>();
        rule.parameters().forEach((name, values) -> lists.put(name, new LookupList(values)));
        return lists;
    }
}

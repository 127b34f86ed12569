package dev.vedette.sensor.agent;

import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.probes.KernelProbes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells the kernel side which files are of interest when they are only read. Everything else that is opened for reading
 * never leaves the kernel.
 */
final class WatchedFiles {
    /** The rule parameters that list them, by name or by the end of their path. */
    private static final Set<String> PARAMETERS = Set.of("credential-names", "read-names");

    private WatchedFiles() {}

    static void watch(KernelProbes probes, Collection<RuleInfo> rules, PolicySet policies) {
        names(rules, policies).forEach(probes::watchName);
    }

    /**
     * The last component of each: the kernel side compares the name of the file itself, whatever path led to it. One that
     * is a pattern cannot be looked up there and is left out.
     */
    static Set<String> names(Collection<RuleInfo> rules, PolicySet policies) {
        return listed(PARAMETERS, rules, policies).stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .filter(name -> name.indexOf('*') < 0 && !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What rules and policies list in parameters of these names. */
    static Set<String> listed(Set<String> parameters, Collection<RuleInfo> rules, PolicySet policies) {
        Stream<String> byRules = rules.stream()
                .flatMap(rule ->
                        parameters.stream().flatMap(name -> rule.parameters().getOrDefault(name, List.of()).stream()));
        Stream<String> byPolicies = policies.parameters().stream()
                .filter(override -> parameters.contains(override.name()))
                .flatMap(override -> override.values().stream());
        return Stream.concat(byRules, byPolicies).collect(Collectors.toCollection(TreeSet::new));
    }
}

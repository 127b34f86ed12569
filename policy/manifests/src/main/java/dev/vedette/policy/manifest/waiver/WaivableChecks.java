package dev.vedette.policy.manifest.waiver;

import dev.vedette.policy.document.Nearest;
import dev.vedette.policy.document.Problems;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The checks that waivers may speak of. Immutable.
 *
 * <p>A waiver of a check that this scan does not ask is no mistake, since the same manifests are judged by rules and by
 * standards; it only has no use here.
 */
public final class WaivableChecks {
    private static final Pattern RULE = Pattern.compile("[A-Z]+-\\d+");

    private final Set<String> asked;
    private final Predicate<String> askedElsewhere;

    private WaivableChecks(Collection<String> asked, Predicate<String> askedElsewhere) {
        this.asked = Set.copyOf(asked);
        this.askedElsewhere = askedElsewhere;
    }

    /** @param rules the ids of all rules that judge */
    public static WaivableChecks ofRules(Collection<String> rules) {
        return new WaivableChecks(rules, PodSecurityStandard.allChecks()::contains);
    }

    /** Those of a standard. Which rules there are is not known then; what looks like one is taken for one. */
    public static WaivableChecks ofStandard(PodSecurityStandard standard) {
        return new WaivableChecks(
                standard.checks(),
                id -> PodSecurityStandard.allChecks().contains(id)
                        || RULE.matcher(id).matches());
    }

    /** Whether this scan asks it. */
    public boolean asks(String check) {
        return asked.contains(check);
    }

    /** What is wrong with an id, the beginning of a sentence with its end; empty where nothing is. */
    Optional<String> complaint(String check) {
        if (asked.contains(check) || askedElsewhere.test(check)) {
            return Optional.empty();
        }
        Set<String> known = new HashSet<>(asked);
        known.addAll(PodSecurityStandard.allChecks());
        String hint = Nearest.hint(check, known);
        return Optional.of("there is no rule or check " + Problems.quote(check)
                + (hint.isEmpty() ? "; 'vedette explain' lists the rules" : hint));
    }
}

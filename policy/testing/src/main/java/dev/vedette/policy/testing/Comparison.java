package dev.vedette.policy.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which findings are those that were expected, and what is left over on both sides. For one thread. */
final class Comparison {
    private final List<ExpectedFinding> expected;
    private final List<SeenFinding> seen;
    private final Map<SeenFinding, ExpectedFinding> partners = new LinkedHashMap<>();

    private Comparison(List<ExpectedFinding> expected, List<SeenFinding> seen) {
        this.expected = expected;
        this.seen = seen;
    }

    /** What is not as expected, in words, one line each. */
    static List<String> differences(List<ExpectedFinding> expected, List<SeenFinding> seen) {
        Comparison comparison = new Comparison(expected, seen);
        // One that says little may fit several: it makes way for one that fits only here (augmenting paths).
        expected.forEach(one -> comparison.pair(one, new HashSet<>()));
        return comparison.differences();
    }

    private boolean pair(ExpectedFinding wanted, Set<SeenFinding> tried) {
        for (SeenFinding candidate : seen) {
            if (wanted.isMetBy(candidate) && tried.add(candidate)) {
                ExpectedFinding before = partners.get(candidate);
                if (before == null || pair(before, tried)) {
                    partners.put(candidate, wanted);
                    return true;
                }
            }
        }
        return false;
    }

    private List<String> differences() {
        List<String> lines = new ArrayList<>();
        List<ExpectedFinding> missing = new ArrayList<>(expected);
        partners.values().forEach(missing::remove);
        List<SeenFinding> left = new ArrayList<>(seen);
        left.removeAll(partners.keySet());
        for (ExpectedFinding wanted : missing) {
            Optional<SeenFinding> nearest = left.stream()
                    .filter(wanted::isOfRule)
                    .min(Comparator.comparingInt(one -> wanted.differences(one).size()));
            nearest.ifPresent(left::remove);
            lines.add(nearest.map(one -> wanted.rule() + " (line " + wanted.line() + "): "
                            + String.join("; ", wanted.differences(one)))
                    .orElse("missing (line " + wanted.line() + "): " + wanted.describe()));
        }
        // What an exception keeps back nobody is told, so nobody has to expect it.
        left.stream()
                .filter(one -> !one.finding().verdict().withheld())
                .forEach(one -> lines.add("unexpected: " + one.describe()));
        return lines;
    }
}

package dev.vedette.policy.document;

import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The rules that documents may speak of. */
public final class RuleIds {
    private final Map<String, RuleInfo> rules = new TreeMap<>();

    public RuleIds(Collection<RuleInfo> rules) {
        rules.forEach(r -> this.rules.put(r.id(), r));
    }

    /** A rule id or a pattern that at least one rule fits. */
    public Optional<Glob> pattern(String text, LocatedNode at, Problems problems) {
        Glob glob = new Glob(text);
        if (glob.equals(Glob.ANY) || rules.keySet().stream().anyMatch(glob::matches)) {
            return Optional.of(glob);
        }
        problems.at(at, "There is no rule " + Problems.quote(text) + hint(text));
        return Optional.empty();
    }

    /** Whether there is such a rule; {@code problems} is told where there is none. */
    public boolean check(String id, LocatedNode at, Problems problems) {
        boolean known = rules.containsKey(id);
        if (!known) {
            problems.at(at, "There is no rule " + Problems.quote(id) + hint(id));
        }
        return known;
    }

    boolean checkParameter(String id, String name, LocatedNode at, Problems problems) {
        Collection<String> names = rules.get(id).parameters().keySet();
        boolean known = names.contains(name);
        if (!known) {
            String hint = Nearest.hint(name, names);
            String all = names.isEmpty() ? "; it has none." : "; it has " + String.join(", ", names) + ".";
            problems.at(at, "Rule " + id + " has no parameter " + Problems.quote(name) + (hint.isEmpty() ? all : hint));
        }
        return known;
    }

    /** Whether every rule that {@code inner} fits is one that {@code outer} accepts. */
    boolean isWithin(Glob inner, Predicate<String> outer) {
        return rules.keySet().stream().filter(inner::matches).allMatch(outer);
    }

    /** Tells {@code problems} if no rule that one of these fits names a culprit. */
    void checkCulprit(List<Glob> globs, LocatedNode at, Problems problems) {
        List<String> naming = rules.values().stream()
                .filter(RuleInfo::namesCulprit)
                .map(RuleInfo::id)
                .toList();
        if (naming.stream().noneMatch(id -> globs.stream().anyMatch(glob -> glob.matches(id)))) {
            problems.at(
                    at,
                    "None of these rules names a culprit; "
                            + (naming.isEmpty()
                                    ? "no other does."
                                    : "those that do: " + String.join(", ", naming) + "."));
        }
    }

    private String hint(String id) {
        String hint = Nearest.hint(id, rules.keySet());
        return hint.isEmpty() ? "; 'vedette explain' lists them all." : hint;
    }
}

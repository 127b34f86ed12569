package dev.vedette.sensor.replay;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What two ways of judging the same recording find differently.
 *
 * @param gone found by the first alone
 * @param fresh found by the second alone
 * @param changed found by both, but not as bad, not answered alike, or not in the same words
 */
public record Difference(List<Finding> gone, List<Finding> fresh, List<Changed> changed) {
    /** The same finding by either. */
    public record Changed(Finding before, Finding after) {}

    public Difference {
        gone = List.copyOf(gone);
        fresh = List.copyOf(fresh);
        changed = List.copyOf(changed);
    }

    public static Difference between(List<Finding> first, List<Finding> second) {
        Map<String, Finding> left = new LinkedHashMap<>();
        first.forEach(finding -> left.put(finding.id(), finding));
        List<Finding> fresh = new ArrayList<>();
        List<Changed> changed = new ArrayList<>();
        for (Finding after : second) {
            Finding before = left.remove(after.id());
            if (before == null) {
                fresh.add(after);
            } else if (!isAlike(before, after)) {
                changed.add(new Changed(before, after));
            }
        }
        return new Difference(List.copyOf(left.values()), fresh, changed);
    }

    /** How many the second finds and answers as the first does. */
    public int alike(List<Finding> second) {
        return second.size() - fresh.size() - changed.size();
    }

    public boolean isNone() {
        return gone.isEmpty() && fresh.isEmpty() && changed.isEmpty();
    }

    /** Whether something beyond an alert would be done, or is named for audit. */
    public static boolean isAnswered(Finding finding) {
        return finding.verdict().action() != ResponseAction.ALERT;
    }

    private static boolean isAlike(Finding before, Finding after) {
        return before.severity() == after.severity()
                && before.message().equals(after.message())
                && answer(before.verdict()).equals(answer(after.verdict()));
    }

    /** Which policy says so is no difference; nor is whether an alert alone is in force, which is given all the same. */
    private static List<Object> answer(Verdict verdict) {
        return verdict.action() == ResponseAction.ALERT
                ? List.of(ResponseAction.ALERT)
                : List.of(verdict.action(), verdict.enforced(), verdict.options());
    }
}

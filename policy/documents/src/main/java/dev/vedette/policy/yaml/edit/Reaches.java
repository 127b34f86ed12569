package dev.vedette.policy.yaml.edit;

import java.util.Map;
import java.util.TreeMap;

/** Characters of a text that are spoken for. Not thread-safe. */
final class Reaches {
    /** From the first to after the last; none of them meet. */
    private final TreeMap<Integer, Integer> taken = new TreeMap<>();

    /** Whether any of them is spoken for already; all are from now on. */
    boolean take(int from, int to) {
        int first = from;
        int last = to;
        boolean met = false;
        for (Map.Entry<Integer, Integer> before = taken.lowerEntry(last);
                before != null && before.getValue() > first;
                before = taken.lowerEntry(last)) {
            met = true;
            taken.remove(before.getKey());
            first = Math.min(first, before.getKey());
            last = Math.max(last, before.getValue());
        }
        taken.put(first, last);
        return met;
    }
}

package dev.vedette.policy.yaml.edit;

import java.util.Comparator;
import java.util.List;

/**
 * Characters of a text that others replace.
 *
 * @param from the first of them
 * @param to after the last; {@code from} where something is only put in
 */
record TextChange(int from, int to, String replacement) {
    TextChange {
        if (from > to) {
            throw new IllegalArgumentException("from " + from + " lies behind " + to);
        }
    }

    static TextChange insert(int at, String text) {
        return new TextChange(at, at, text);
    }

    static TextChange delete(int from, int to) {
        return new TextChange(from, to, "");
    }

    /** Makes all of {@code changes}, which do not overlap. */
    static String apply(String text, List<TextChange> changes) {
        StringBuilder changed = new StringBuilder(text.length() + 64 * changes.size());
        int taken = 0;
        for (TextChange change : changes.stream()
                .sorted(Comparator.comparingInt(TextChange::from).thenComparingInt(TextChange::to))
                .toList()) {
            changed.append(text, taken, change.from()).append(change.replacement());
            taken = change.to();
        }
        return changed.append(text, taken, text.length()).toString();
    }
}

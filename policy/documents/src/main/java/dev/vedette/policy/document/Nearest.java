package dev.vedette.policy.document;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody probably meant. */
public final class Nearest {
    private static final int MAX_LENGTH = 64;

    private Nearest() {}

    /** A question to hang on to a sentence, or "" where nothing is near. */
    public static String hint(String given, Collection<String> valid) {
        if (given.length() > MAX_LENGTH) {
            return "";
        }
        int allowed = Math.max(1, Math.min(3, given.length() / 2));
        return valid.stream()
                .filter(v -> distance(given, v) <= allowed)
                .min(Comparator.comparingInt(v -> distance(given, v)))
                .map(v -> "; did you mean '" + v + "'?")
                .orElse("");
    }

    /** Levenshtein's distance, case apart. */
    static int distance(String left, String right) {
        int[] above = new int[right.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
                row[j] = Math.min(above[j - 1] + (same ? 0 : 1), Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[right.length()];
    }
}

package dev.vedette.policy.model;

import java.util.List;
import java.util.Objects;

/**
 * A pattern in which {@code *} stands for any text, also none, and everything else for itself.
 *
 * @param pattern not empty
 */
public record Glob(String pattern) {
    public static final Glob ANY = new Glob("*");

    public Glob {
        Objects.requireNonNull(pattern, "pattern is null");
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("a pattern must not be empty; * matches everything");
        }
    }

    /** Whether the whole of {@code text} fits; time grows with pattern times text, never more. */
    public boolean matches(String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int retry = 0;
        while (in < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = in;
            } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    public boolean isExact() {
        return pattern.indexOf('*') < 0;
    }

    /** Grows with how much of the text is given; an exact pattern is above every other. */
    public int specificity() {
        int given = 0;
        for (int i = 0; i < pattern.length(); i++) {
            given += pattern.charAt(i) == '*' ? 0 : 1;
        }
        return isExact() ? 1000 + given : given;
    }

    /** Whether no pattern is given, or one of them fits. */
    public static boolean anyMatches(List<Glob> patterns, String text) {
        return patterns.isEmpty() || patterns.stream().anyMatch(p -> p.matches(text));
    }

    @Override
    public String toString() {
        return pattern;
    }
}

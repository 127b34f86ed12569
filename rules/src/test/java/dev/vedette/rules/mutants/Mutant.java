package dev.vedette.rules.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule file in which one condition is missing.
 *
 * @param condition the one that is missing
 * @param text the file without it
 */
record Mutant(String condition, String text) {
    private static final Pattern CONDITIONS = Pattern.compile("\\bwhen\\b(.*?)\\bthen\\b", Pattern.DOTALL);
    private static final Pattern FACT = Pattern.compile("\\b[A-Z]\\w*\\(");
    /** One that names something is needed for what follows. */
    private static final Pattern NAMES = Pattern.compile("\\s*\\$\\w+\\s*:.*", Pattern.DOTALL);

    /** One for each condition of each fact in the file's rules. */
    static List<Mutant> of(String text) {
        List<Mutant> mutants = new ArrayList<>();
        Matcher rules = CONDITIONS.matcher(text);
        while (rules.find()) {
            int at = rules.start(1);
            Matcher fact = FACT.matcher(text).region(at, rules.end(1));
            while (fact.find()) {
                int end = closing(text, fact.end());
                addEach(text, fact.end(), end, mutants);
                if (end >= rules.end(1)) {
                    break;
                }
                fact.region(end, rules.end(1));
            }
        }
        return mutants;
    }

    private static void addEach(String text, int from, int to, List<Mutant> mutants) {
        List<Integer> commas = commas(text, from, to);
        int begin = from;
        for (int i = 0; i <= commas.size(); i++) {
            int end = i < commas.size() ? commas.get(i) : to;
            String condition = text.substring(begin, end);
            if (!condition.isBlank() && !NAMES.matcher(condition).matches()) {
                // With the comma after it, or before it for the last one.
                int cutFrom = i == commas.size() && i > 0 ? commas.get(i - 1) : begin;
                int cutTo = i < commas.size() ? end + 1 : end;
                mutants.add(new Mutant(
                        condition.strip().replaceAll("\\s+", " "), text.substring(0, cutFrom) + text.substring(cutTo)));
            }
            begin = end + 1;
        }
    }

    private static List<Integer> commas(String text, int from, int to) {
        List<Integer> commas = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == '[')) {
                depth++;
            } else if (!quoted && (c == ')' || c == ']')) {
                depth--;
            } else if (!quoted && c == ',' && depth == 0) {
                commas.add(i);
            }
        }
        return commas;
    }

    /** The place of the parenthesis that closes the one before {@code from}. */
    private static int closing(String text, int from) {
        int depth = 1;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && --depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a parenthesis is not closed");
    }
}

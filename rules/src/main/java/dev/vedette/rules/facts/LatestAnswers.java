package dev.vedette.rules.facts;

import java.util.function.Predicate;

/**
 * What was answered for the latest of the texts that are asked for again and again, as the files are that a container opens.
 * At most {@value #KEPT} texts of at most {@value #LONGEST} characters are kept. Thread-safe: an answer that another thread
 * has not seen yet is found out once more.
 */
final class LatestAnswers {
    /** A power of two. */
    private static final int KEPT = 64;

    private static final int LONGEST = 128;

    private final Predicate<String> question;
    private final Answer[] latest = new Answer[KEPT];

    private record Answer(String text, boolean yes) {}

    /** @param question depends on the text alone */
    LatestAnswers(Predicate<String> question) {
        this.question = question;
    }

    boolean of(String text) {
        if (text.length() > LONGEST) {
            return question.test(text);
        }
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 16) & KEPT - 1;
        Answer known = latest[place];
        if (known == null || !known.text().equals(text)) {
            known = new Answer(text, question.test(text));
            latest[place] = known;
        }
        return known.yes();
    }
}

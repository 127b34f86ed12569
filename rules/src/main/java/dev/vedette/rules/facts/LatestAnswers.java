package dev.vedette.rules.facts;

import java.util.function.Predicate;

/**
 * What was answered for the latest of the texts that are asked for again and again, as the files are that a container opens.
 * At most {@value #KEPT} texts of at most {@value #LONGEST} characters are kept. For one thread.
 */
final class LatestAnswers {
    /** A power of two. */
    private static final int KEPT = 64;

    private static final int LONGEST = 128;

    private final Predicate<String> question;
    private final String[] texts = new String[KEPT];
    private final boolean[] answers = new boolean[KEPT];

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
        if (!text.equals(texts[place])) {
            answers[place] = question.test(text);
            texts[place] = text;
        }
        return answers[place];
    }
}

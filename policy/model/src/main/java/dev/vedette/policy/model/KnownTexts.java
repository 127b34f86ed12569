package dev.vedette.policy.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What was found out of texts that come again and again, as names of programs do. At most {@value #KEPT} texts of at most
 * {@value #LONGEST} characters, so that what is kept stays small whatever comes. Thread-safe.
 *
 * @param <T> what is found out; depends on the text alone
 */
public final class KnownTexts<T> {
    private static final int KEPT = 1_024;
    private static final int LONGEST = 96;

    private final Map<String, T> known = new ConcurrentHashMap<>();
    private final Function<String, T> finding;

    /** @param finding finds it out; never null, and without effects */
    public KnownTexts(Function<String, T> finding) {
        this.finding = finding;
    }

    /** What was found out of a text, or is found out now. */
    public T of(String text) {
        T answer = known.get(text);
        if (answer != null) {
            return answer;
        }
        T found = finding.apply(text);
        if (text.length() <= LONGEST) {
            if (known.size() >= KEPT) {
                known.clear();
            }
            known.put(text, found);
        }
        return found;
    }
}

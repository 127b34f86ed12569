package dev.vedette.policy.model;

import java.util.Locale;

/**
 * Text that others chose made fit for a terminal: what an attacker names a file must not move the reader's cursor, turn
 * his text round or forge a line.
 */
public final class PrintableText {
    private PrintableText() {}

    /** {@code text} with everything that is not simply shown written as a Java escape of its code point. */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return safe.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}

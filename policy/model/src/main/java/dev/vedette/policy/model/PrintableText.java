package dev.vedette.policy.model;

/**
 * Text that others chose made fit for a terminal: what an attacker names a file must not move the reader's cursor, turn
 * his text round or forge a line.
 */
public final class PrintableText {
    private PrintableText() {}

    /** {@code text} with everything that is not simply shown written as a Java escape of its code point. */
    public static String of(String text) {
        return text.codePoints().allMatch(PrintableText::isPrintable) ? text : escaped(text);
    }

    /**
     * As {@link #of(String)}, for one place in a line: what goes beyond is left out, and an ellipsis says so.
     *
     * @param most characters of the result, at least 1
     */
    public static String of(String text, int most) {
        // An escape is longer than what it stands for, so nothing beyond can come in.
        String printable = of(text.length() > most ? text.substring(0, most + 1) : text);
        return printable.length() > most ? cut(printable, most - 1) + "…" : printable;
    }

    /** Whether a character is simply shown: it neither steers the terminal nor hides or turns round what is beside it. */
    public static boolean isPrintable(int codePoint) {
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

    /** The escape that stands for a character, as Java and JSON have it for the first 65,536. */
    public static String escape(int codePoint) {
        String digits = Integer.toHexString(codePoint);
        return "\\u" + "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append(escape(c));
            }
        });
        return safe.toString();
    }

    private static String cut(String text, int at) {
        boolean inPair = at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        return text.substring(0, inPair ? at - 1 : at);
    }
}

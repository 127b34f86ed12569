package dev.vedette.policy.manifest;

/** Text of a manifest made fit for a terminal: it is not to move the reader's cursor or to forge a line. */
final class PrintableText {
    private PrintableText() {}

    /** {@code text} with a question mark for everything that is not simply shown. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(isPrintable(c) ? c : '?'));
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

package dev.vedette.policy.manifest.report;

import dev.vedette.policy.model.PrintableText;

/**
 * Text for a cell of a Markdown table that stays text: whatever means something in GitHub Flavored Markdown or HTML stands as
 * a numeric character reference, which never does (CommonMark 0.31, 6.2).
 */
final class MarkdownText {
    /** ASCII that means nothing anywhere in a line. */
    private static final String PLAIN = " ,;-/='?()%+\"";

    /** Stands between a sign and a name so that code hosts see no mention of somebody or of another issue. */
    private static final String NOTHING = "<!-- -->";

    private MarkdownText() {}

    static String of(String text) {
        String printable = PrintableText.of(text);
        StringBuilder safe = new StringBuilder(printable.length());
        for (int i = 0; i < printable.length(); i++) {
            append(printable, i, safe);
        }
        return safe.toString();
    }

    private static void append(String text, int at, StringBuilder safe) {
        char c = text.charAt(at);
        if (isPlain(text, at)) {
            safe.append(c);
        } else {
            safe.append("&#").append((int) c).append(';');
            if (c == '@' || c == '#') {
                safe.append(NOTHING);
            }
        }
    }

    private static boolean isPlain(String text, int at) {
        char c = text.charAt(at);
        return switch (c) {
            case ':' -> !text.startsWith("//", at + 1);
            case '.' -> !endsWww(text, at);
            default -> c >= 0x80 || Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
        };
    }

    /** The dot that would make a link of an address without a scheme. */
    private static boolean endsWww(String text, int at) {
        return text.regionMatches(true, at - 3, "www", 0, 3);
    }
}

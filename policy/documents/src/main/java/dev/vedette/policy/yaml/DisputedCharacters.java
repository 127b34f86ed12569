package dev.vedette.policy.yaml;

import java.util.Optional;
import java.util.TreeSet;

/**
 * Characters that YAML 1.1 reads otherwise than YAML 1.2: ends of lines to the one and plain text to the other, so that a
 * comment for this reader could be followed by a field for kubectl's (YAML 1.1, 5.4; YAML 1.2.2, 5.4; yaml_parser_scan in
 * sigs.k8s.io/yaml), or a mark that the one passes over wherever a line begins. Between quotes they stand for themselves.
 * For one text and one thread.
 */
final class DisputedCharacters {
    private final String text;
    /** Counted in code points, as the parser's marks are. */
    private final TreeSet<Integer> places = new TreeSet<>();

    DisputedCharacters(String text) {
        this.text = text;
        for (int at = 0, index = 0; at < text.length(); index++) {
            int character = text.codePointAt(at);
            if (isDisputed(character)) {
                places.add(index);
            }
            at += Character.charCount(character);
        }
    }

    private static boolean isDisputed(int character) {
        return switch (character) {
            case '\u0085', '\u2028', '\u2029', '\ufeff' -> true;
            default -> false;
        };
    }

    /** What stands there stands between quotes. */
    void allow(int fromIndex, int toIndex) {
        if (!places.isEmpty()) {
            places.subSet(fromIndex, toIndex).clear();
        }
    }

    /** The first one that stands outside quotes. */
    Optional<YamlException> first() {
        if (places.isEmpty()) {
            return Optional.empty();
        }
        String before = text.substring(0, text.offsetByCodePoints(0, places.first()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
        return Optional.of(new YamlException(
                "has the character U+%1$04X, where some readers begin a new line or pass over it; leave it out, or write"
                                .formatted((int) text.charAt(before.length()))
                        + " \\u%04x between double quotes".formatted((int) text.charAt(before.length())),
                line,
                column));
    }
}

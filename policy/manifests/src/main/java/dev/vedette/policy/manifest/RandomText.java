package dev.vedette.policy.manifest;

import java.util.regex.Pattern;

/**
 * Tells a word that was drawn at random from one that somebody thought of.
 *
 * <p>Of letters and digits drawn at random, six of ten neighbours are of different kinds (upper case, lower case, digit) and
 * the entropy (C. Shannon, 1948) of 24 of them is above four bits; of names in any style it is three of ten at most. Digits
 * of base sixteen say less: checksums are made of them too, so that they count only where the name speaks of a key.
 */
final class RandomText {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+/_=-]{24,512}");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{32,128}|[0-9A-F]{32,128}");
    private static final Pattern OF_A_KEY = Pattern.compile("(?i)(key|salt|seed|cred|auth|sign|cipher|crypt)");
    private static final Pattern PUBLIC = Pattern.compile(
            "(?i)(public|pub[-_]?key|cert(ificate)?([-_]?(authority|data))*$|ca[-_]?(bundle|data)|site[-_]?key|publishable|checksum"
                    + "|digest|sha\\d|hash|fingerprint|integrity|revision|commit|uuid|thumbprint|key[-_]?(id|name|ref))");

    private static final double LEAST_BITS = 3.9;
    private static final double LEAST_CHANGES = 0.42;

    private RandomText() {}

    /** Whether the value of what is called {@code name} is as random as a key, and not public by its name. */
    static boolean isLikely(String name, String value) {
        if (PUBLIC.matcher(name).find() || !WORD.matcher(value).matches() || value.startsWith("/")) {
            return false;
        }
        if (HEXADECIMAL.matcher(value).matches()) {
            return OF_A_KEY.matcher(name).find() && bits(value) > 3;
        }
        return bits(value) >= LEAST_BITS && changes(value) >= LEAST_CHANGES && hasAllKinds(value);
    }

    /** Shannon's entropy of its characters, in bits. */
    private static double bits(String text) {
        int[] counts = new int[128];
        text.chars().forEach(c -> counts[c]++);
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / text.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    /** The share of neighbours that are of different kinds. */
    private static double changes(String text) {
        int changes = 0;
        for (int i = 1; i < text.length(); i++) {
            if (kind(text.charAt(i)) != kind(text.charAt(i - 1))) {
                changes++;
            }
        }
        return (double) changes / (text.length() - 1);
    }

    private static boolean hasAllKinds(String text) {
        return text.chars()
                        .map(RandomText::kind)
                        .filter(kind -> kind < 3)
                        .distinct()
                        .count()
                == 3;
    }

    private static int kind(int c) {
        if (Character.isUpperCase(c)) {
            return 0;
        }
        if (Character.isLowerCase(c)) {
            return 1;
        }
        return Character.isDigit(c) ? 2 : 3;
    }
}

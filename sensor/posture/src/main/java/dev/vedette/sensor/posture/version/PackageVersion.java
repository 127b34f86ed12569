package dev.vedette.sensor.posture.version;

/**
 * Orders versions of packages as their package managers do.
 *
 * <p>Facts: dpkg orders {@code [epoch:]upstream[-revision]} by alternating non-digits and digits, {@code ~} before
 * everything, also before the end, and letters before other signs (deb-version(7)). rpm orders
 * {@code [epoch:]version-release} by runs of digits and of letters, digits after letters, {@code ~} before the end and
 * {@code ^} after it but before more (rpm, docs/manual/spec.md and rpmvercmp). Pure functions.
 */
public final class PackageVersion {
    private PackageVersion() {}

    /** Negative where {@code left} is older. */
    public static int compareDebian(String left, String right) {
        int order = Long.compare(epoch(left), epoch(right));
        if (order != 0) {
            return order;
        }
        String[] a = parts(withoutEpoch(left));
        String[] b = parts(withoutEpoch(right));
        order = debian(a[0], b[0]);
        return order != 0 ? order : debian(a[1], b[1]);
    }

    /** Negative where {@code left} is older. */
    public static int compareRpm(String left, String right) {
        int order = Long.compare(epoch(left), epoch(right));
        if (order != 0) {
            return order;
        }
        String[] a = parts(withoutEpoch(left));
        String[] b = parts(withoutEpoch(right));
        order = rpm(a[0], b[0]);
        // without a release any release will do
        return order != 0 || a[1].isEmpty() || b[1].isEmpty() ? order : rpm(a[1], b[1]);
    }

    private static long epoch(String version) {
        int colon = version.indexOf(':');
        try {
            return colon < 0 ? 0 : Long.parseLong(version.substring(0, colon));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String withoutEpoch(String version) {
        return version.substring(version.indexOf(':') + 1);
    }

    private static String[] parts(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0
                ? new String[] {version, ""}
                : new String[] {version.substring(0, dash), version.substring(dash + 1)};
    }

    private static int debian(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while ((i < a.length() && !isDigit(a.charAt(i))) || (j < b.length() && !isDigit(b.charAt(j)))) {
                int order = Integer.compare(weight(a, i), weight(b, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int endA = endOfDigits(a, i);
            int endB = endOfDigits(b, j);
            int order = digits(a.substring(Math.min(i, a.length()), endA), b.substring(Math.min(j, b.length()), endB));
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        return 0;
    }

    /** The end and digits weigh nothing, so that only {@code ~} comes before them. */
    private static int weight(String text, int at) {
        if (at >= text.length() || isDigit(text.charAt(at))) {
            return 0;
        }
        char c = text.charAt(at);
        return c == '~' ? -1 : isLetter(c) ? c : c + 256;
    }

    private static int rpm(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            i = afterSeparators(a, i);
            j = afterSeparators(b, j);
            char x = i < a.length() ? a.charAt(i) : 0;
            char y = j < b.length() ? b.charAt(j) : 0;
            if (x == '~' || y == '~') {
                if (x != y) {
                    return x == '~' ? -1 : 1;
                }
                i++;
                j++;
                continue;
            }
            if (x == '^' || y == '^') {
                if (x != y) {
                    return x == '^' ? (y == 0 ? 1 : -1) : (x == 0 ? -1 : 1);
                }
                i++;
                j++;
                continue;
            }
            if (x == 0 || y == 0) {
                return Integer.compare(x, y);
            }
            boolean digits = isDigit(x);
            if (digits != isDigit(y)) {
                return digits ? 1 : -1;
            }
            int endA = digits ? endOfDigits(a, i) : endOfLetters(a, i);
            int endB = digits ? endOfDigits(b, j) : endOfLetters(b, j);
            String runA = a.substring(i, endA);
            String runB = b.substring(j, endB);
            int order = digits ? digits(runA, runB) : runA.compareTo(runB);
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        return 0;
    }

    private static int afterSeparators(String text, int from) {
        int i = from;
        while (i < text.length()
                && !isDigit(text.charAt(i))
                && !isLetter(text.charAt(i))
                && text.charAt(i) != '~'
                && text.charAt(i) != '^') {
            i++;
        }
        return i;
    }

    private static int digits(String a, String b) {
        String left = a.replaceFirst("^0+", "");
        String right = b.replaceFirst("^0+", "");
        return left.length() != right.length() ? left.length() - right.length() : left.compareTo(right);
    }

    private static int endOfDigits(String text, int from) {
        int i = Math.min(from, text.length());
        while (i < text.length() && isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int endOfLetters(String text, int from) {
        int i = from;
        while (i < text.length() && isLetter(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}

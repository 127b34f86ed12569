package dev.vedette.rules.facts;

import java.util.Locale;

/** Whether a name was made to be taken for another. */
public final class Likeness {
    /** In shorter names one letter more or less is another word. */
    private static final int SHORTEST = 8;

    /** Of Kubernetes' names (RFC 1123): what is longer is none, and would take long to look at. */
    private static final int LONGEST = 253;

    private Likeness() {}

    /** Whether they differ, and by no more than one letter, a separator, or letters that look like others. */
    public static boolean isNear(String name, String other) {
        return name.length() <= LONGEST
                && !name.equals(other)
                && (plain(name).equals(plain(other)) || (other.length() >= SHORTEST && oneEditApart(name, other)));
    }

    /** Without separators, and with letters for the figures that look like them. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replace("-", "")
                .replace("_", "")
                .replace(".", "")
                .replace('0', 'o')
                .replace('1', 'l')
                .replace('3', 'e')
                .replace('5', 's')
                .replace("rn", "m")
                .replace("vv", "w");
    }

    private static boolean oneEditApart(String a, String b) {
        String shorter = a.length() <= b.length() ? a : b;
        String longer = a.length() <= b.length() ? b : a;
        if (longer.length() - shorter.length() > 1) {
            return false;
        }
        int same = 0;
        while (same < shorter.length() && shorter.charAt(same) == longer.charAt(same)) {
            same++;
        }
        boolean replaced = shorter.length() == longer.length();
        return shorter.substring(replaced ? Math.min(same + 1, shorter.length()) : same)
                .equals(longer.substring(Math.min(same + 1, longer.length())));
    }
}

package dev.vedette.rules.facts;

import java.util.Locale;

/** A name that may have been made to be taken for another, or that others may be. Immutable. */
public final class Likeness {
    /** In shorter names one letter more or less is another word. */
    private static final int SHORTEST = 8;

    /** Of Kubernetes' names (RFC 1123): what is longer is none, and would take long to look at. */
    private static final int LONGEST = 253;

    private final String name;
    private final String plain;

    public Likeness(String name) {
        this.name = name;
        this.plain = name.length() <= LONGEST ? plain(name) : "";
    }

    /** Whether they differ, and by no more than one letter, a separator, or letters that look like others. */
    public static boolean isNear(String name, String other) {
        return new Likeness(name).isNear(new Likeness(other));
    }

    /** The same, for one that is held against many. */
    public boolean isNear(Likeness other) {
        return name.length() <= LONGEST
                && !name.equals(other.name)
                && (plain.equals(other.plain) || (other.name.length() >= SHORTEST && oneEditApart(name, other.name)));
    }

    /** As it is written. */
    public String name() {
        return name;
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

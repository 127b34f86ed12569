package dev.vedette.rules.facts;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * SELinux contexts, {@code user:role:type:level}. The kernel writes the same level in another way than it was given:
 * categories in their order, three and more neighbours as {@code c1.c3} (security/selinux/ss/mls.c, mls_sid_to_context).
 */
final class SelinuxContext {
    private SelinuxContext() {}

    /** Whether a label is a context, and not the name of a profile. */
    static boolean isOne(String label) {
        return label.split(":", -1).length >= 3 && !label.contains("/") && !label.contains(" ");
    }

    /** Whether two contexts are the same however they are written. */
    static boolean means(String one, String other) {
        String[] a = one.split(":", 4);
        String[] b = other.split(":", 4);
        if (a.length < 3 || b.length < 3 || !Arrays.equals(a, 0, 3, b, 0, 3)) {
            return false;
        }
        return level(a).equals(level(b));
    }

    private static String level(String[] context) {
        if (context.length < 4) {
            return "";
        }
        String[] bounds = context[3].split("-", 2);
        String low = single(bounds[0]);
        String high = bounds.length < 2 ? low : single(bounds[1]);
        return low + "-" + high;
    }

    private static String single(String level) {
        int colon = level.indexOf(':');
        return colon < 0 ? level : level.substring(0, colon) + ":" + categories(level.substring(colon + 1));
    }

    private static Set<String> categories(String text) {
        Set<String> all = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            int dot = part.indexOf('.');
            if (dot < 0) {
                all.add(part);
            } else {
                int last = number(part.substring(dot + 1));
                for (int i = number(part.substring(0, dot)); i >= 0 && i <= last; i++) {
                    all.add("c" + i);
                }
            }
        }
        return all;
    }

    /** −1 for what is no category; there are 1024 at most. */
    private static int number(String category) {
        return category.matches("c\\d{1,4}") ? Integer.parseInt(category.substring(1)) : -1;
    }
}

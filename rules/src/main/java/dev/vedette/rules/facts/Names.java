package dev.vedette.rules.facts;

import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.NameResolved;
import java.util.List;

/** Names that were resolved, and the lists they are on. */
public final class Names {
    private Names() {}

    /**
     * The first entry that the name, or one it led to, fits.
     *
     * @param names each a domain, with all below it; {@code *} stands for any text
     * @return "" for none
     */
    public static String listed(NameResolved resolved, List<String> names) {
        for (String entry : names) {
            if (fits(resolved.name(), entry)) {
                return entry;
            }
            for (String alias : resolved.aliases()) {
                if (fits(alias, entry)) {
                    return entry;
                }
            }
        }
        return "";
    }

    private static boolean fits(String name, String entry) {
        if (entry.indexOf('*') >= 0) {
            return new Glob(entry).matches(name);
        }
        return name.endsWith(entry)
                && (name.length() == entry.length() || name.charAt(name.length() - entry.length() - 1) == '.');
    }
}
